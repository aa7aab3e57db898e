package cambio.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A request in one spelling. Protobuf JSON reads {@code mime_type} as {@code mimeType}, an enum by
 * number as by name, one element where a list belongs, and a null as absent; null as an alternative
 * of a schema is what {@code nullable} says. Free-form JSON (arguments, responses, JSON schemas)
 * stays as it is.
 */
final class Spelling {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> FREE =
      Set.of("args", "response", "parametersJsonSchema", "responseJsonSchema", "labels");
  private static final Set<String> SCHEMAS = Set.of("parameters", "responseSchema");
  private static final List<String> TYPES =
      List.of(
          "TYPE_UNSPECIFIED", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL");

  private Spelling() {}

  static JsonNode of(JsonNode body) {
    JsonNode spelt = node("", body);
    if (spelt instanceof ObjectNode object && object.path("tools").isArray()) {
      object.set("tools", tools(object.path("tools")));
    }
    return spelt;
  }

  /** {@code mime_type} as {@code mimeType}. */
  static String camel(String name) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean joint = c == '_' && i > 0 && i + 1 < name.length();
      if (joint) {
        out.append(Character.toUpperCase(name.charAt(++i)));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static JsonNode node(String name, JsonNode node) {
    if (FREE.contains(name)) {
      return node;
    }
    if (SCHEMAS.contains(name)) {
      return schema(node);
    }
    if (name.equals("parts") && node.isObject()) {
      return NODES.arrayNode().add(node("", node));
    }
    if (node.isArray()) {
      ArrayNode out = NODES.arrayNode();
      node.forEach(element -> out.add(node("", element)));
      return out;
    }
    if (node.isObject()) {
      ObjectNode out = NODES.objectNode();
      node.properties()
          .forEach(member -> {
            String spelt = camel(member.getKey());
            if (!member.getValue().isNull()) {
              out.set(spelt, node(spelt, member.getValue()));
            }
          });
      return out;
    }
    boolean word = name.equals("mode") || name.equals("thinkingLevel");
    return word && node.isTextual()
        ? NODES.textNode(node.textValue().toUpperCase(Locale.ROOT))
        : node;
  }

  /** All functions in the first tool that declares some, every other tool in one of its own. */
  private static ArrayNode tools(JsonNode tools) {
    ArrayNode out = NODES.arrayNode();
    ArrayNode functions = NODES.arrayNode();
    for (JsonNode tool : tools) {
      tool.properties()
          .forEach(member -> {
            if (!member.getKey().equals("functionDeclarations")) {
              out.add(NODES.objectNode().set(member.getKey(), member.getValue()));
            } else if (!member.getValue().isEmpty()) {
              if (functions.isEmpty()) {
                out.add(NODES.objectNode().set(member.getKey(), functions));
              }
              member.getValue().forEach(functions::add);
            }
          });
    }
    return out;
  }

  /** A schema of the provider's own kind. */
  static JsonNode schema(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode out = NODES.objectNode();
    schema
        .properties()
        .forEach(member -> {
          String name = camel(member.getKey());
          JsonNode value = member.getValue();
          switch (name) {
            case "type" -> out.put("type", type(value));
            case "items" -> out.set("items", schema(value));
            case "properties" -> {
              ObjectNode properties = out.putObject("properties");
              value.properties().forEach(p -> properties.set(p.getKey(), schema(p.getValue())));
            }
            case "anyOf" -> {
              ArrayNode anyOf = out.putArray("anyOf");
              value.forEach(alternative -> anyOf.add(schema(alternative)));
            }
            case "nullable" -> {
              if (value.asBoolean()) {
                out.put("nullable", true);
              }
            }
            default -> out.set(name, value);
          }
        });
    return nullable(out);
  }

  private static String type(JsonNode type) {
    return type.isInt() ? TYPES.get(type.intValue()) : type.asText().toUpperCase(Locale.ROOT);
  }

  private static ObjectNode nullable(ObjectNode schema) {
    if (!schema.path("anyOf").isArray()) {
      return schema;
    }
    ArrayNode others = NODES.arrayNode();
    for (JsonNode alternative : schema.path("anyOf")) {
      if (alternative.path("type").asText().equals("NULL")) {
        schema.put("nullable", true);
      } else {
        others.add(alternative);
      }
    }
    if (others.size() == 1 && others.get(0) instanceof ObjectNode only) {
      schema.remove("anyOf");
      only.properties().forEach(member -> schema.putIfAbsent(member.getKey(), member.getValue()));
      return schema;
    }
    // What stands beside alternatives holds for each of them; null is allowed if one allows it.
    ObjectNode out = NODES.objectNode();
    ArrayNode whole = out.putArray("anyOf");
    boolean nullable = schema.path("nullable").asBoolean();
    for (JsonNode other : others) {
      ObjectNode each = other.deepCopy();
      for (var member : schema.properties()) {
        if (!member.getKey().equals("anyOf") && !member.getKey().equals("nullable")) {
          each.putIfAbsent(member.getKey(), member.getValue());
        }
      }
      nullable |= each.path("nullable").asBoolean();
      each.remove("nullable");
      whole.add(each);
    }
    if (nullable && whole.get(0) instanceof ObjectNode first) {
      first.put("nullable", true);
    }
    return out;
  }
}
