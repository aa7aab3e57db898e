package cambio.router.plan;

import java.util.List;
import java.util.Locale;

/**
 * A model's name as callers write it, taken apart: {@code author/name:variant:variant}. Lower case
 * throughout.
 *
 * @param form what kind of name it is
 * @param base the name without variants, alias mark and preset
 * @param variants the suffixes in the order written, without colons
 */
record ModelName(Form form, String base, List<String> variants) {

  ModelName {
    variants = List.copyOf(variants);
  }

  /** The kinds of names. */
  enum Form {
    /** A slug, with or without its author. */
    PLAIN,
    /** {@code ~author/family-latest}: the newest model of a family. */
    ALIAS,
    /** {@code @preset/slug} or {@code model@preset/slug}. */
    PRESET
  }

  static ModelName parse(String written) {
    String name = written.strip().toLowerCase(Locale.ROOT);
    if (name.contains("@preset/")) {
      return new ModelName(Form.PRESET, name, List.of());
    }
    Form form = name.startsWith("~") ? Form.ALIAS : Form.PLAIN;
    String[] parts = (form == Form.ALIAS ? name.substring(1) : name).split(":", -1);
    return new ModelName(form, parts[0], List.of(parts).subList(1, parts.length));
  }

  /** The name with its first suffixes put back, for models whose own slug holds a colon. */
  String withVariants(int count) {
    return count == 0 ? base : base + ":" + String.join(":", variants.subList(0, count));
  }
}
