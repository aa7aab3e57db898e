package cambio.catalog.format;

import static cambio.catalog.format.CapabilitiesReader.either;

import cambio.catalog.yaml.YamlSection;
import cambio.router.catalog.Capabilities;
import cambio.router.catalog.Model;
import cambio.router.catalog.Model.Kind;
import cambio.spi.Parameter;
import cambio.spi.request.Modality;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a model: a new one, or what the user changes in a known one. */
final class ModelReader {

  private static final String SLUG = "author/name in lower case";

  private ModelReader() {}

  /**
   * Reads one.
   *
   * @param known finds a model by slug, whose facts then fill what is left out
   */
  static @Nullable Model read(YamlSection fields, Function<String, @Nullable Model> known) {
    String slug =
        fields.required("slug", SLUG).isEmpty()
            ? null
            : fields.parsed("slug", SLUG, ModelReader::slug);
    if (slug == null) {
      return null;
    }
    Model base = known.apply(slug);
    String author = slug.substring(0, slug.indexOf('/'));
    if (base == null) {
      base = blank(slug, author);
    }
    Kind kind = fields.parsed("kind", "chat or embedding", ModelReader::kind);
    String name = fields.text("name");
    Boolean openWeights = fields.flag("open_weights");
    Set<Parameter> parameters = ParameterNames.read(fields, "parameters");
    Model model =
        new Model(
            slug,
            name == null ? base.name() : name,
            author,
            kind == null ? base.kind() : kind,
            either(
                fields.parsed("released", "a date, a month or a year", ModelReader::date),
                base.released()),
            either(fields.count("context"), base.contextLength()),
            either(fields.count("max_output"), base.maxOutputTokens()),
            modalities(fields, "input", base.inputModalities()),
            modalities(
                fields, "output", kind == Kind.EMBEDDING ? Set.of() : base.outputModalities()),
            CapabilitiesReader.read(fields, base.capabilities()),
            either(fields.text("tokenizer"), base.tokenizer()),
            openWeights == null ? base.openWeights() : openWeights,
            either(fields.flag("distillable"), base.distillable()),
            parameters.isEmpty() ? base.parameters() : parameters);
    fields.known("released_basis", "input_implied", "hugging_face", "note").end();
    return model;
  }

  private static Model blank(String slug, String author) {
    return new Model(
        slug,
        slug.substring(author.length() + 1),
        author,
        Kind.CHAT,
        null,
        null,
        null,
        Set.of(Modality.TEXT),
        Set.of(Modality.TEXT),
        Capabilities.UNKNOWN,
        null,
        false,
        null,
        Set.of());
  }

  private static Set<Modality> modalities(YamlSection fields, String key, Set<Modality> base) {
    if (!fields.has(key)) {
      return base;
    }
    Set<Modality> read = EnumSet.noneOf(Modality.class);
    read.addAll(
        fields.parsedItems(key, "text, image, audio, video or file", ModelReader::modality));
    return read;
  }

  private static Modality modality(String text) {
    return Modality.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Kind kind(String text) {
    return Kind.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static String slug(String text) {
    if (!text.matches("[a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9._:-]*")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static String date(String text) {
    if (!text.matches("\\d{4}(-\\d\\d){0,2}")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
