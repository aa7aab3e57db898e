package cambio.dialect.gemini;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One node of a JSON schema with nothing left in it that only references, {@code allOf} or null
 * types can say.
 *
 * @param members the node's keywords, in the caller's order, without alternatives
 * @param alternatives whole schemas of which one must hold; empty where there are none
 * @param nullable whether null may stand in its place
 * @param path the references that led here, so that a schema within itself is found out
 */
record SchemaNode(
    Map<String, String> members, List<String> alternatives, boolean nullable, List<String> path) {

  /** More steps than any useful schema needs. */
  private static final int MOST_STEPS = 64;

  static SchemaNode of(String raw, SchemaReferences references, List<String> cameBy)
      throws IOException {
    List<String> path = new ArrayList<>(cameBy);
    Map<String, String> members = JsonParts.members(raw);
    boolean nullable = false;
    for (int step = 0; step < MOST_STEPS; step++) {
      List<String> parts = new ArrayList<>();
      String reference = members.remove("$ref");
      String all = members.remove("allOf");
      if (reference != null) {
        parts.add(references.target(JsonParts.string(reference), path));
      }
      parts.addAll(all == null ? List.of() : JsonParts.elements(all));
      if (parts.isEmpty()) {
        List<String> alternatives = alternatives(members);
        List<String> others = alternatives.stream().filter(one -> !isNull(one)).toList();
        nullable |= others.size() < alternatives.size();
        if (others.size() != 1) {
          return done(members, others, nullable, path);
        }
        parts.add(others.getFirst());
      }
      for (String part : parts) {
        members = joined(members, JsonParts.members(part));
      }
    }
    return done(members, List.of(), nullable, path);
  }

  /** Characters of the node's keywords. */
  int length() {
    return members.values().stream().mapToInt(String::length).sum();
  }

  /** The types in lower case, without null. */
  List<String> types() throws IOException {
    return types(members).stream().filter(type -> !type.equals("null")).toList();
  }

  /** Whether only null may stand here. */
  boolean onlyNull() throws IOException {
    return types(members).equals(List.of("null"));
  }

  /** Both together: the first one's words win; properties and required ones are joined. */
  static Map<String, String> joined(Map<String, String> first, Map<String, String> second)
      throws IOException {
    Map<String, String> both = new LinkedHashMap<>(first);
    for (Map.Entry<String, String> member : second.entrySet()) {
      String had = both.putIfAbsent(member.getKey(), member.getValue());
      if (had != null && member.getKey().equals("properties")) {
        Map<String, String> properties = JsonParts.members(had);
        JsonParts.members(member.getValue()).forEach(properties::putIfAbsent);
        both.put("properties", JsonParts.object(properties));
      } else if (had != null && member.getKey().equals("required")) {
        Set<String> required = new LinkedHashSet<>(JsonParts.elements(had));
        required.addAll(JsonParts.elements(member.getValue()));
        both.put("required", JsonParts.array(new ArrayList<>(required)));
      }
    }
    return both;
  }

  private static SchemaNode done(
      Map<String, String> members, List<String> alternatives, boolean nullable, List<String> path)
      throws IOException {
    List<String> types = types(members);
    String values = members.get("enum");
    boolean byType = types.size() > 1 && types.contains("null");
    boolean byValue = values != null && JsonParts.elements(values).contains("null");
    boolean said = "true".equals(members.remove("nullable"));
    return new SchemaNode(members, alternatives, nullable || byType || byValue || said, path);
  }

  private static List<String> alternatives(Map<String, String> members) throws IOException {
    String any = members.remove("anyOf");
    String one = members.remove("oneOf");
    String raw = any == null ? one : any;
    return raw == null ? List.of() : JsonParts.elements(raw);
  }

  private static boolean isNull(String schema) {
    try {
      return types(JsonParts.members(schema)).equals(List.of("null"));
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> types(Map<String, String> members) throws IOException {
    String raw = members.get("type");
    List<String> types = new ArrayList<>();
    if (raw != null) {
      for (String element : raw.startsWith("[") ? JsonParts.elements(raw) : List.of(raw)) {
        String type = JsonParts.string(element);
        if (type != null) {
          types.add(type.toLowerCase(Locale.ROOT));
        }
      }
    }
    return types;
  }
}
