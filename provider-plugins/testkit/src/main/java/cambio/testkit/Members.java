package cambio.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of a recorded request, read member by member. {@link #requireAllRead} refuses what
 * nobody asked for, so that a reader can lose nothing.
 */
public final class Members {

  private final String path;
  private final JsonNode object;
  private final Set<String> unread = new LinkedHashSet<>();

  private Members(String path, JsonNode object) {
    this.path = path;
    this.object = object;
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      unread.add(names.next());
    }
  }

  /** The members of an object; {@code path} names it in messages. */
  public static Members of(String path, JsonNode node) {
    if (!node.isObject()) {
      throw new UnreadableRequest(path, "expected an object, found " + node.getNodeType());
    }
    return new Members(path, node);
  }

  /** The path of the object. */
  public String path() {
    return path;
  }

  /** The whole object as JSON text. */
  public String toJson() {
    return object.toString();
  }

  /** Whether the object has the member, even as null. Does not read it. */
  public boolean has(String name) {
    return object.has(name);
  }

  /** Looks at a member without reading it. */
  public JsonNode peek(String name) {
    return object.path(name);
  }

  /** A member of any type; null where it is absent or a JSON null. */
  public @Nullable JsonNode any(String name) {
    unread.remove(name);
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  /** A string; null where it is absent. */
  public @Nullable String text(String name) {
    JsonNode node = any(name);
    if (node != null && !node.isTextual()) {
      throw wrong(name, "a string", node);
    }
    return node == null ? null : node.textValue();
  }

  /** A string that must be there. */
  public String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw new UnreadableRequest(path + "." + name, "missing");
    }
    return text;
  }

  /** An integer in int range; null where it is absent. */
  public @Nullable Integer integer(String name) {
    JsonNode node = any(name);
    if (node != null && !node.canConvertToInt()) {
      throw wrong(name, "an integer", node);
    }
    return node == null ? null : node.intValue();
  }

  /** A long; null where it is absent. */
  public @Nullable Long number(String name) {
    JsonNode node = any(name);
    if (node != null && !(node.isIntegralNumber() && node.canConvertToLong())) {
      throw wrong(name, "a 64-bit integer", node);
    }
    return node == null ? null : node.longValue();
  }

  /** A number; null where it is absent. */
  public @Nullable Double decimal(String name) {
    JsonNode node = any(name);
    if (node != null && !node.isNumber()) {
      throw wrong(name, "a number", node);
    }
    return node == null ? null : node.doubleValue();
  }

  /** A boolean; null where it is absent. */
  public @Nullable Boolean bool(String name) {
    JsonNode node = any(name);
    if (node != null && !node.isBoolean()) {
      throw wrong(name, "a boolean", node);
    }
    return node == null ? null : node.booleanValue();
  }

  /** An object's members; null where it is absent. */
  public @Nullable Members object(String name) {
    JsonNode node = any(name);
    return node == null ? null : of(path + "." + name, node);
  }

  /** The elements of an array; empty where it is absent. */
  public List<JsonNode> list(String name) {
    JsonNode node = any(name);
    if (node != null && !node.isArray()) {
      throw wrong(name, "an array", node);
    }
    List<JsonNode> elements = new ArrayList<>();
    if (node != null) {
      node.forEach(elements::add);
    }
    return elements;
  }

  /** A member's JSON text; null where it is absent. */
  public @Nullable String raw(String name) {
    JsonNode node = any(name);
    return node == null ? null : node.toString();
  }

  /** The names that nobody has read so far. */
  public Set<String> unread() {
    return Set.copyOf(unread);
  }

  /** Refuses what nobody has read. A member that is null says nothing and passes. */
  public void requireAllRead() {
    for (String name : unread) {
      if (!object.path(name).isNull()) {
        throw new UnreadableRequest(path + "." + name, "unknown to the reader");
      }
    }
  }

  private UnreadableRequest wrong(String name, String expected, JsonNode found) {
    return new UnreadableRequest(
        path + "." + name, "expected " + expected + ", found " + found.getNodeType());
  }
}
