package cambio.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Semantic equality of JSON: members in any order, numbers by value (1 is 1.0), a member that is
 * null is another thing than an absent one, strings exactly.
 */
public final class JsonDiff {

  private JsonDiff() {}

  /** All differences, outermost first where a whole value is missing or of another type. */
  public static List<Difference> between(JsonNode recorded, JsonNode sent) {
    List<Difference> differences = new ArrayList<>();
    compare("$", recorded, sent, differences);
    return differences;
  }

  private static void compare(
      String path,
      @Nullable JsonNode recorded,
      @Nullable JsonNode sent,
      List<Difference> differences) {
    if (recorded == null || sent == null) {
      differences.add(new Difference(path, recorded, sent));
    } else if (recorded.isObject() && sent.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      recorded.fieldNames().forEachRemaining(names::add);
      sent.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(path + "." + name, recorded.get(name), sent.get(name), differences);
      }
    } else if (recorded.isArray() && sent.isArray()) {
      for (int i = 0; i < Math.max(recorded.size(), sent.size()); i++) {
        compare(path + "[" + i + "]", recorded.get(i), sent.get(i), differences);
      }
    } else if (!scalarsEqual(recorded, sent)) {
      differences.add(new Difference(path, recorded, sent));
    }
  }

  private static boolean scalarsEqual(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    return a.equals(b);
  }
}
