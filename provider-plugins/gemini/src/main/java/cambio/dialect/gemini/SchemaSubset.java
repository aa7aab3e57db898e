package cambio.dialect.gemini;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.wire.Adjustments;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JSON schema in the subset that this dialect's own {@code Schema} can say: types in capitals,
 * null as {@code nullable}, references put in place, a constant as an enum of one, alternatives as
 * an {@code anyOf} that stands alone; keywords without a counterpart are left out and reported. The
 * order of members stays the caller's.
 */
final class SchemaSubset {

  /** Longest schema that references may grow to, in characters read. */
  private static final int LONGEST = 2 * 1024 * 1024;

  /** Keywords that are the same in both. */
  private static final Set<String> SAME =
      Set.of(
          "title",
          "description",
          "maxItems",
          "minItems",
          "minProperties",
          "maxProperties",
          "minLength",
          "maxLength",
          "pattern",
          "example",
          "propertyOrdering",
          "default",
          "minimum",
          "maximum");

  /** Keywords whose absence changes nothing that the provider could check. */
  private static final Set<String> SILENT =
      Set.of(
          "$schema", "$id", "$comment", "$defs", "definitions", "additionalProperties", "strict");

  private final SchemaReferences references;
  private final Set<String> dropped = new TreeSet<>();
  private int size;

  private SchemaSubset(SchemaReferences references) {
    this.references = references;
  }

  /**
   * Converts a schema.
   *
   * @param parameter whose schema it is, for reports
   * @throws FailureException where it is no legal JSON, or refers to what is not there
   */
  static String of(String schema, String parameter, Adjustments adjustments) {
    try {
      SchemaSubset subset = new SchemaSubset(new SchemaReferences(schema));
      JsonWriter out = new JsonWriter();
      subset.schema(schema, out, List.of());
      if (subset.references.recursive()) {
        subset.dropped.add("$ref of a schema to itself");
      }
      if (!subset.dropped.isEmpty()) {
        adjustments.dropped(
            parameter,
            "Schema keywords that the endpoint does not know: "
                + String.join(", ", subset.dropped)
                + ".");
      }
      return out.toText();
    } catch (IOException e) {
      throw new FailureException(
          Failure.invalid(parameter, "The schema is no legal JSON; a JSON schema is expected."));
    }
  }

  private void schema(String raw, JsonWriter out, List<String> cameBy) throws IOException {
    SchemaNode node = SchemaNode.of(raw, references, cameBy);
    size += raw.length() + node.length();
    if (size > LONGEST) {
      throw new FailureException(
          Failure.invalid("schema", "The schema's references make it too large to be sent."));
    }
    List<String> alternatives = node.alternatives();
    List<String> types = node.types();
    if (alternatives.isEmpty() && types.size() > 1) {
      alternatives = types.stream().map(type -> "{\"type\":\"" + type + "\"}").toList();
    }
    if (alternatives.isEmpty()) {
      plain(node, out);
    } else {
      alternatives(node, alternatives, out);
    }
  }

  /** The provider takes nothing beside {@code anyOf}: what stands there goes into each of them. */
  private void alternatives(SchemaNode node, List<String> alternatives, JsonWriter out)
      throws IOException {
    out.object().name("anyOf").array();
    boolean nullable = node.nullable();
    for (String alternative : alternatives) {
      Map<String, String> whole = SchemaNode.joined(JsonParts.members(alternative), node.members());
      if (nullable) {
        whole.put("nullable", "true");
        nullable = false;
      }
      schema(JsonParts.object(whole), out, node.path());
    }
    out.end().end();
  }

  private void plain(SchemaNode node, JsonWriter out) throws IOException {
    Map<String, String> members = node.members();
    out.object();
    for (Map.Entry<String, String> member : members.entrySet()) {
      member(member.getKey(), member.getValue(), node, out);
    }
    if (!members.containsKey("type")) {
      out.member("type", clearType(members));
    }
    if (node.nullable()) {
      out.member("nullable", true);
    }
    out.end();
  }

  private void member(String name, String raw, SchemaNode node, JsonWriter out) throws IOException {
    switch (name) {
      case "type" -> {
        String type = node.types().isEmpty() ? "null" : node.types().getFirst();
        out.member("type", type.toUpperCase(Locale.ROOT));
      }
      case "properties" -> {
        out.name("properties").object();
        for (Map.Entry<String, String> property : JsonParts.members(raw).entrySet()) {
          out.name(property.getKey());
          schema(property.getValue(), out, node.path());
        }
        out.end();
      }
      case "items" -> {
        if (raw.startsWith("{")) {
          out.name("items");
          schema(raw, out, node.path());
        } else {
          dropped.add(name);
        }
      }
      case "required" -> required(raw, node, out);
      case "enum" -> enumeration(raw, out);
      case "const" -> enumeration("[" + raw + "]", out);
      case "format" -> format(raw, node, out);
      default -> {
        if (SAME.contains(name)) {
          out.name(name).raw(raw);
        } else if (!SILENT.contains(name)) {
          dropped.add(name);
        }
      }
    }
  }

  /** The type where the schema leaves it unsaid and it is clear; else null. */
  private static @Nullable String clearType(Map<String, String> members) throws IOException {
    if (members.containsKey("properties")) {
      return "OBJECT";
    }
    if (members.containsKey("items")) {
      return "ARRAY";
    }
    String constant = members.get("const");
    String values = members.getOrDefault("enum", constant == null ? "[]" : "[" + constant + "]");
    for (String value : JsonParts.elements(values)) {
      switch (value.charAt(0)) {
        case '"' -> {
          return "STRING";
        }
        case 't', 'f' -> {
          return "BOOLEAN";
        }
        case 'n' -> {}
        default -> {
          return value.matches("-?\\d+") ? "INTEGER" : "NUMBER";
        }
      }
    }
    return null;
  }

  /** Enums are of strings only. */
  private void enumeration(String raw, JsonWriter out) throws IOException {
    List<String> values =
        JsonParts.elements(raw).stream().filter(value -> !value.equals("null")).toList();
    if (values.stream().allMatch(value -> value.startsWith("\""))) {
      out.name("enum").raw(JsonParts.array(values));
    } else {
      dropped.add("enum of other than strings");
    }
  }

  /** What is required must be among the properties. */
  private static void required(String raw, SchemaNode node, JsonWriter out) throws IOException {
    Set<String> properties =
        JsonParts.members(node.members().getOrDefault("properties", "{}")).keySet();
    out.name("required").array();
    for (String element : JsonParts.elements(raw)) {
      String name = JsonParts.string(element);
      if (name != null && properties.contains(name)) {
        out.value(name);
      }
    }
    out.end();
  }

  /** Of the formats of texts only two are taken. */
  private void format(String raw, SchemaNode node, JsonWriter out) throws IOException {
    String format = JsonParts.string(raw);
    boolean text = node.types().contains("string");
    if (format != null && (!text || format.equals("date-time") || format.equals("enum"))) {
      out.member("format", format);
    } else {
      dropped.add("format");
    }
  }
}
