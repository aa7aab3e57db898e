package cambio.catalog.format;

import cambio.catalog.yaml.YamlSection;
import cambio.router.catalog.ModelAlias;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads an entry of {@code aliases}. */
final class AliasReader {

  private AliasReader() {}

  /** The alias, or null where something is wrong with it, which is reported. */
  static @Nullable ModelAlias read(YamlSection fields) {
    String name = fields.required("alias", "author/family-latest").toLowerCase(Locale.ROOT);
    List<String> models = fields.texts("models");
    fields.end();
    if (name.startsWith("~") || name.indexOf('/') <= 0 || name.indexOf(':') >= 0) {
      fields.problem(
          "alias", fields.shown("alias") + " (expected: author/family-latest, without the ~)");
      return null;
    }
    if (models.isEmpty()) {
      fields.problem("models", "is missing (expected: slugs, with # for a version number)");
      return null;
    }
    for (String model : models) {
      if (model.indexOf('#') != model.lastIndexOf('#')) {
        fields.problem("models", "more than one # in an entry (expected: one at most)");
        return null;
      }
    }
    return new ModelAlias(name, models);
  }
}
