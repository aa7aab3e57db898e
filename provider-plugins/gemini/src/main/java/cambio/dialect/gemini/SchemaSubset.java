package cambio.dialect.gemini;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.wire.JsonReader;
import cambio.wire.JsonText;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JSON schema in the subset that this dialect's own {@code Schema} can say: types in capitals,
 * null as {@code nullable}, references put in place, a constant as an enum of one, alternatives as
 * {@code anyOf}; keywords without a counterpart are left out and reported. The order of members
 * stays the caller's.
 */
final class SchemaSubset {

  /** Deeper than any useful schema; a bound for references that multiply. */
  private static final int DEEPEST = 48;

  /** Longest schema that references may grow to, in characters. */
  private static final int LONGEST = 4 * 1024 * 1024;

  /** Keywords that are the same in both. */
  private static final Set<String> SAME =
      Set.of(
          "title",
          "description",
          "nullable",
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

  /** Keywords whose absence changes nothing of what an answer may look like. */
  private static final Set<String> SILENT =
      Set.of(
          "$schema", "$id", "$comment", "$defs", "definitions", "additionalProperties", "strict");

  private final Map<String, String> definitions;
  private final Set<String> dropped = new TreeSet<>();
  private int size;

  private SchemaSubset(Map<String, String> definitions) {
    this.definitions = definitions;
  }

  /**
   * Converts a schema.
   *
   * @param parameter whose schema it is, for reports
   * @throws FailureException where it is no legal JSON, or refers to what is not there
   */
  static String of(String schema, String parameter, Adjustments adjustments) {
    try {
      Map<String, String> root = members(schema);
      Map<String, String> definitions = new LinkedHashMap<>();
      for (String place : List.of("$defs", "definitions")) {
        members(root.getOrDefault(place, "{}"))
            .forEach((name, raw) -> definitions.put("#/" + place + "/" + name, raw));
      }
      definitions.put("#", schema);
      SchemaSubset subset = new SchemaSubset(definitions);
      JsonWriter out = new JsonWriter();
      subset.schema(schema, out, List.of());
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

  private void schema(String raw, JsonWriter out, List<String> references) throws IOException {
    size += raw.length();
    if (references.size() > DEEPEST || size > LONGEST) {
      throw new FailureException(
          Failure.invalid("schema", "The schema's references make it too large to be sent."));
    }
    List<String> path = new ArrayList<>(references);
    Map<String, String> members = resolved(raw, path);
    out.object();
    boolean nullable = isNullable(members);
    List<String> alternatives = alternatives(members);
    for (Map.Entry<String, String> member : members.entrySet()) {
      member(member.getKey(), member.getValue(), members, alternatives, path, out);
    }
    if (!members.containsKey("type")) {
      type(members, alternatives, out);
    }
    if (nullable && !members.containsKey("nullable")) {
      out.member("nullable", true);
    }
    out.end();
  }

  private void member(
      String name,
      String raw,
      Map<String, String> members,
      List<String> alternatives,
      List<String> path,
      JsonWriter out)
      throws IOException {
    switch (name) {
      case "type" -> type(members, alternatives, out);
      case "properties" -> {
        out.name("properties").object();
        for (Map.Entry<String, String> property : members(raw).entrySet()) {
          out.name(property.getKey());
          schema(property.getValue(), out, path);
        }
        out.end();
      }
      case "items" -> {
        if (raw.startsWith("{")) {
          out.name("items");
          schema(raw, out, path);
        } else {
          dropped.add(name);
        }
      }
      case "anyOf", "oneOf" -> {
        if (!alternatives.isEmpty()) {
          out.name("anyOf").array();
          for (String alternative : alternatives) {
            schema(alternative, out, path);
          }
          out.end();
        }
      }
      case "required" -> required(raw, members, out);
      case "enum", "const" -> enumeration(name.equals("const") ? "[" + raw + "]" : raw, out);
      case "format" -> format(raw, members, out);
      default -> {
        if (SAME.contains(name)) {
          out.name(name).raw(raw);
        } else if (!SILENT.contains(name)) {
          dropped.add(name);
        }
      }
    }
  }

  /** Members with references put in place and single alternatives merged into their parent. */
  private Map<String, String> resolved(String raw, List<String> path) throws IOException {
    Map<String, String> members = members(raw);
    for (int steps = 0; steps <= DEEPEST; steps++) {
      String reference = members.remove("$ref");
      List<String> parts = new ArrayList<>();
      if (reference != null) {
        parts.add(definition(string(reference), path));
      } else if (members.containsKey("allOf")) {
        parts.addAll(elements(members.getOrDefault("allOf", "[]")));
        members.remove("allOf");
      } else {
        @Nullable String only = onlyAlternative(members);
        if (only == null) {
          return members;
        }
        parts.add(only);
      }
      for (String part : parts) {
        members = merged(members, members(part));
      }
    }
    return members;
  }

  private String definition(@Nullable String reference, List<String> path) {
    String target = reference == null ? null : definitions.get(reference);
    if (reference == null || target == null) {
      throw new FailureException(
          Failure.invalid(
              "schema",
              "The schema refers to what it does not define: use #/$defs/… for references."));
    }
    if (path.contains(reference)) {
      // The subset has no references: where a schema contains itself, anything may stand.
      dropped.add("$ref to itself");
      return "{\"type\":\"object\"}";
    }
    path.add(reference);
    return target;
  }

  /** The alternative beside null, where there is just one. */
  private static @Nullable String onlyAlternative(Map<String, String> members) throws IOException {
    for (String name : List.of("anyOf", "oneOf")) {
      String raw = members.get(name);
      List<String> all = raw == null ? List.of() : elements(raw);
      List<String> others = all.stream().filter(one -> !isNull(one)).toList();
      if (raw != null && others.size() == 1) {
        members.remove(name);
        if (others.size() < all.size()) {
          members.put("nullable", "true");
        }
        return others.getFirst();
      }
    }
    return null;
  }

  private static List<String> alternatives(Map<String, String> members) throws IOException {
    String raw = members.getOrDefault("anyOf", members.get("oneOf"));
    return raw == null ? List.of() : elements(raw).stream().filter(one -> !isNull(one)).toList();
  }

  /** The parent's words win; properties and required ones are joined. */
  private static Map<String, String> merged(Map<String, String> parent, Map<String, String> part)
      throws IOException {
    Map<String, String> merged = new LinkedHashMap<>(part);
    for (Map.Entry<String, String> member : parent.entrySet()) {
      String name = member.getKey();
      String other = part.get(name);
      if (other != null && name.equals("properties")) {
        Map<String, String> joined = members(other);
        joined.putAll(members(member.getValue()));
        merged.put(name, write(joined));
      } else if (other != null && name.equals("required")) {
        List<String> joined = new ArrayList<>(elements(other));
        elements(member.getValue()).stream().filter(e -> !joined.contains(e)).forEach(joined::add);
        merged.put(name, "[" + String.join(",", joined) + "]");
      } else {
        merged.put(name, member.getValue());
      }
    }
    return merged;
  }

  private static boolean isNull(String schema) {
    try {
      return types(members(schema)).equals(List.of("null"));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isNullable(Map<String, String> members) throws IOException {
    List<String> types = types(members);
    boolean byType = types.size() > 1 && types.contains("null");
    String raw = members.getOrDefault("anyOf", members.get("oneOf"));
    boolean byAlternative = raw != null && elements(raw).stream().anyMatch(SchemaSubset::isNull);
    String values = members.get("enum");
    return byType || byAlternative || values != null && elements(values).contains("null");
  }

  /** Writes the type: one in capitals, several as alternatives, an unsaid one where it is clear. */
  private static void type(Map<String, String> members, List<String> alternatives, JsonWriter out)
      throws IOException {
    List<String> types = types(members).stream().filter(type -> !type.equals("null")).toList();
    if (types.size() > 1 && alternatives.isEmpty()) {
      out.name("anyOf").array();
      for (String type : types) {
        out.object().member("type", type.toUpperCase(Locale.ROOT)).end();
      }
      out.end();
    } else if (!types.isEmpty()) {
      out.member("type", types.getFirst().toUpperCase(Locale.ROOT));
    } else if (members.containsKey("type")) {
      out.member("type", "NULL");
    } else if (members.containsKey("properties")) {
      out.member("type", "OBJECT");
    } else if (members.containsKey("items")) {
      out.member("type", "ARRAY");
    } else if (members.containsKey("enum") || members.containsKey("const")) {
      String values = members.getOrDefault("enum", "[" + members.get("const") + "]");
      out.member("type", typeOf(elements(values)));
    }
  }

  private static String typeOf(List<String> values) {
    for (String value : values) {
      if (value.startsWith("\"")) {
        return "STRING";
      }
      if (value.equals("true") || value.equals("false")) {
        return "BOOLEAN";
      }
      if (!value.equals("null")) {
        return value.matches("-?\\d+") ? "INTEGER" : "NUMBER";
      }
    }
    return "STRING";
  }

  private static List<String> types(Map<String, String> members) throws IOException {
    String raw = members.get("type");
    if (raw == null) {
      return List.of();
    }
    List<String> types = new ArrayList<>();
    for (String element : raw.startsWith("[") ? elements(raw) : List.of(raw)) {
      String type = string(element);
      if (type != null) {
        types.add(type.toLowerCase(Locale.ROOT));
      }
    }
    return types;
  }

  /** Enums are of strings only; what else is allowed is told in no way that the provider checks. */
  private void enumeration(String raw, JsonWriter out) throws IOException {
    List<String> values = elements(raw).stream().filter(v -> !v.equals("null")).toList();
    if (values.stream().allMatch(value -> value.startsWith("\""))) {
      out.name("enum").raw("[" + String.join(",", values) + "]");
    } else {
      dropped.add("enum of other than strings");
    }
  }

  private void required(String raw, Map<String, String> members, JsonWriter out)
      throws IOException {
    Set<String> properties = members(members.getOrDefault("properties", "{}")).keySet();
    out.name("required").array();
    for (String element : elements(raw)) {
      String name = string(element);
      if (name != null && properties.contains(name)) {
        out.value(name);
      }
    }
    out.end();
  }

  private void format(String raw, Map<String, String> members, JsonWriter out) throws IOException {
    String format = string(raw);
    boolean text = types(members).contains("string");
    if (format != null && (!text || format.equals("date-time") || format.equals("enum"))) {
      out.member("format", format);
    } else {
      dropped.add("format");
    }
  }

  private static Map<String, String> members(String raw) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonReader json = JsonReader.of(raw)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        members.put(name, json.raw());
      }
      json.requireEnd();
    }
    return members;
  }

  private static List<String> elements(String raw) throws IOException {
    List<String> elements = new ArrayList<>();
    try (JsonReader json = JsonReader.of(raw)) {
      for (boolean more = json.firstElement(); more; more = json.nextElement()) {
        elements.add(json.raw());
      }
    }
    return elements;
  }

  private static @Nullable String string(String raw) throws IOException {
    try (JsonReader json = JsonReader.of(raw)) {
      return json.string();
    }
  }

  private static String write(Map<String, String> members) {
    StringBuilder out = new StringBuilder("{");
    members.forEach((name, raw) ->
        out.append(out.length() > 1 ? "," : "")
            .append(JsonText.quote(name))
            .append(':')
            .append(raw));
    return out.append('}').toString();
  }
}
