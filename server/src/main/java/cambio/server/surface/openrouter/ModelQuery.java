package cambio.server.surface.openrouter;

import cambio.router.catalog.Model;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.Parameter;
import cambio.spi.request.Modality;
import com.linecorp.armeria.common.QueryParams;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The query of {@code GET /models}. Without parameters it is every chat model that answers in text;
 * parameters that the catalogue has no facts for are ignored.
 *
 * @param text a part of slug or name, lower case
 * @param parameters all of them must be supported
 * @param input all of them must be taken
 * @param output one of them must be given; empty for any
 * @param authors one of them; empty for any
 * @param context tokens of context at least
 */
record ModelQuery(
    @Nullable String text,
    Set<String> parameters,
    Set<String> input,
    Set<String> output,
    Set<String> authors,
    int context,
    int offset,
    int limit) {

  private static final int MOST = 1000;

  static ModelQuery of(QueryParams query) {
    String text = query.get("q");
    Set<String> output = words(query.get("output_modalities"));
    return new ModelQuery(
        text == null || text.isBlank() ? null : text.strip().toLowerCase(Locale.ROOT),
        words(query.get("supported_parameters")),
        words(query.get("input_modalities")),
        output.isEmpty() ? Set.of("text") : output.contains("all") ? Set.of() : output,
        words(query.get("model_authors")),
        number(query, "context", 0, 0, Integer.MAX_VALUE),
        number(query, "offset", 0, 0, Integer.MAX_VALUE),
        number(query, "limit", MOST, 1, MOST));
  }

  List<Model> page(Collection<Model> models) {
    return select(models).skip(offset).limit(limit).toList();
  }

  long count(Collection<Model> models) {
    return select(models).count();
  }

  private Stream<Model> select(Collection<Model> models) {
    return models.stream().filter(model -> model.kind() == Model.Kind.CHAT).filter(this::matches);
  }

  private boolean matches(Model model) {
    return (text == null || mentions(model, text))
        && names(model.parameters(), Parameter::wireName).containsAll(parameters)
        && names(model.inputModalities(), ModelQuery::word).containsAll(input)
        && (output.isEmpty()
            || names(model.outputModalities(), ModelQuery::word).stream()
                .anyMatch(output::contains))
        && (authors.isEmpty() || authors.contains(model.author()))
        && (context == 0 || model.contextLength() != null && model.contextLength() >= context);
  }

  private static boolean mentions(Model model, String text) {
    return model.slug().contains(text) || model.name().toLowerCase(Locale.ROOT).contains(text);
  }

  private static String word(Modality modality) {
    return modality.name().toLowerCase(Locale.ROOT);
  }

  private static <T> Set<String> names(Set<T> values, java.util.function.Function<T, String> name) {
    return values.stream().map(name).collect(Collectors.toSet());
  }

  private static Set<String> words(@Nullable String list) {
    if (list == null || list.isBlank()) {
      return Set.of();
    }
    return Stream.of(list.split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static int number(QueryParams query, String name, int otherwise, int least, int most) {
    String text = query.get(name);
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw refused(name, least, most);
    }
    throw refused(name, least, most);
  }

  private static FailureException refused(String name, int least, int most) {
    return new FailureException(
        Failure.invalid(
            name, name + ": not usable (expected: an integer from " + least + " to " + most + ")"));
  }
}
