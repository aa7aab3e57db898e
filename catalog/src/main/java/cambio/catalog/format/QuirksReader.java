package cambio.catalog.format;

import cambio.catalog.yaml.YamlSection;
import cambio.spi.Parameter;
import cambio.spi.Quirks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads how an endpoint departs from its dialect. */
final class QuirksReader {

  private QuirksReader() {}

  /** Those under {@code quirks}, on top of others. */
  static Quirks read(YamlSection owner, Quirks base) {
    YamlSection fields = owner.section("quirks");
    YamlSection named = fields.section("renames");
    Map<String, String> renames = fields.textsByName("renames");
    for (String name : renames.keySet()) {
      if (!ParameterNames.known(name)) {
        named.problem(name, ParameterNames.unknown(name));
      }
    }
    Set<String> unsupported = new HashSet<>();
    for (Parameter parameter : ParameterNames.read(fields, "unsupported")) {
      unsupported.add(parameter.wireName());
    }
    Map<String, String> options = fields.textsByName("options");
    fields.end();
    return merge(base, new Quirks(renames, unsupported, options));
  }

  /** Both, the second winning. */
  static Quirks merge(Quirks base, Quirks own) {
    Map<String, String> renames = new HashMap<>(base.renames());
    renames.putAll(own.renames());
    Set<String> unsupported = new HashSet<>(base.unsupported());
    unsupported.addAll(own.unsupported());
    Map<String, String> options = new HashMap<>(base.options());
    options.putAll(own.options());
    return new Quirks(renames, unsupported, options);
  }

  /** What is in the second that was not in the first. */
  static Quirks added(Quirks before, Quirks after) {
    Map<String, String> renames = new HashMap<>(after.renames());
    renames.entrySet().removeAll(before.renames().entrySet());
    Set<String> unsupported = new HashSet<>(after.unsupported());
    unsupported.removeAll(before.unsupported());
    Map<String, String> options = new HashMap<>(after.options());
    options.entrySet().removeAll(before.options().entrySet());
    return new Quirks(renames, unsupported, options);
  }
}
