package cambio.dialect.gemini;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The references within one schema: JSON pointers from its root, such as {@code #/$defs/Item}. */
final class SchemaReferences {

  /** Stands where a schema contains itself, for the subset has no references. */
  private static final String ANYTHING = "{\"type\":\"object\"}";

  private final String root;
  private final Map<String, String> found = new HashMap<>();
  private boolean recursive;

  SchemaReferences(String root) {
    this.root = root;
  }

  /** Whether a schema was found to contain itself. */
  boolean recursive() {
    return recursive;
  }

  /**
   * The schema that a reference names.
   *
   * @param path the references that led here; takes this one
   */
  String target(@Nullable String reference, List<String> path) throws IOException {
    if (reference == null || !reference.startsWith("#")) {
      throw undefined(reference);
    }
    if (path.contains(reference)) {
      recursive = true;
      return ANYTHING;
    }
    path.add(reference);
    String known = found.get(reference);
    if (known == null) {
      known = walk(reference);
      found.put(reference, known);
    }
    return known;
  }

  private String walk(String reference) throws IOException {
    String at = root;
    for (String step : reference.substring(1).split("/")) {
      if (!step.isEmpty()) {
        at = step(at, step, reference);
      }
    }
    return at;
  }

  private static String step(String at, String step, String reference) throws IOException {
    String name =
        URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8)
            .replace("~1", "/")
            .replace("~0", "~");
    if (at.startsWith("[")) {
      List<String> elements = JsonParts.elements(at);
      if (name.matches("\\d{1,6}") && Integer.parseInt(name) < elements.size()) {
        return elements.get(Integer.parseInt(name));
      }
      throw undefined(reference);
    }
    Map<String, String> members = JsonParts.members(at);
    String found = members.get(name);
    if (found == null) {
      throw undefined(reference);
    }
    return found;
  }

  private static FailureException undefined(@Nullable String reference) {
    return new FailureException(
        Failure.invalid(
            "schema",
            "The schema refers to "
                + (reference == null ? "something" : cambio.wire.SafeText.of(reference))
                + ", which it does not define: a reference such as #/$defs/Item is expected."));
  }
}
