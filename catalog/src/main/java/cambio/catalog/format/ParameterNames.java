package cambio.catalog.format;

import cambio.catalog.yaml.YamlSection;
import cambio.spi.Parameter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The canonical parameters by their public names. */
final class ParameterNames {

  private static final Map<String, Parameter> BY_NAME = new LinkedHashMap<>();

  static {
    for (Parameter parameter : Parameter.values()) {
      BY_NAME.put(parameter.wireName(), parameter);
    }
  }

  private ParameterNames() {}

  static boolean known(String name) {
    return BY_NAME.containsKey(name);
  }

  static String unknown(String name) {
    return "is no parameter" + Hints.of(name, BY_NAME.keySet());
  }

  static Set<Parameter> read(YamlSection fields, String key) {
    return new LinkedHashSet<>(
        fields.parsedItems(key, "a parameter such as max_tokens", ParameterNames::parse));
  }

  private static Parameter parse(String name) {
    Parameter parameter = BY_NAME.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(name);
    }
    return parameter;
  }
}
