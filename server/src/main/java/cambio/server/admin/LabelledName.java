package cambio.server.admin;

import java.util.ArrayList;
import java.util.List;

/**
 * The name of a Dropwizard metric with labels in it: {@code name[k=v,k=v]}. Commas, brackets and
 * equal signs in values are replaced.
 *
 * @param name without the labels
 * @param keys names of the labels
 * @param values their values, in the same order
 */
record LabelledName(String name, List<String> keys, List<String> values) {

  /** Writes a name. */
  static String of(String name, String... keysAndValues) {
    StringBuilder text = new StringBuilder(name).append('[');
    for (int i = 0; i < keysAndValues.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(keysAndValues[i]).append('=');
      text.append(
          keysAndValues[i + 1]
              .replace(',', '_')
              .replace('=', '_')
              .replace('[', '_')
              .replace(']', '_'));
    }
    return text.append(']').toString();
  }

  /** Reads a name, with or without labels. */
  static LabelledName parse(String text) {
    int open = text.indexOf('[');
    if (open < 0 || !text.endsWith("]")) {
      return new LabelledName(text, List.of(), List.of());
    }
    List<String> keys = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (String pair : text.substring(open + 1, text.length() - 1).split(",", -1)) {
      int mark = pair.indexOf('=');
      if (mark > 0) {
        keys.add(pair.substring(0, mark));
        values.add(pair.substring(mark + 1));
      }
    }
    return new LabelledName(text.substring(0, open), keys, values);
  }
}
