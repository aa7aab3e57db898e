package cambio.dialect.gemini;

import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.testkit.Members;
import cambio.testkit.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the tools of a recorded request. */
final class RecordedTools {

  private RecordedTools() {}

  static ToolOptions read(Members body, Map<String, String> options) {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.list("tools")) {
      tools.addAll(tool(tool, options));
    }
    return new ToolOptions(tools, choice(body.object("toolConfig"), options), null);
  }

  /** Functions; or, where their tool says more than canonical ones can, the tool as it is. */
  private static List<Tool> tool(JsonNode tool, Map<String, String> options) {
    List<Tool> own = List.of(new Tool.Opaque(GeminiAdapter.DIALECT, tool.toString()));
    if (!tool.has("functionDeclarations") || tool.size() != 1) {
      return own;
    }
    try {
      List<Tool> functions = new ArrayList<>();
      for (JsonNode function : tool.path("functionDeclarations")) {
        functions.add(function(function, options));
      }
      return functions;
    } catch (UnreadableRequest e) {
      return own;
    }
  }

  private static Tool function(JsonNode node, Map<String, String> options) {
    Members function = Members.of("$.tools[].functionDeclarations[]", node);
    String schema = function.raw("parametersJsonSchema");
    JsonNode subset = function.any("parameters");
    if (subset != null) {
      options.put("tool_schema", "subset");
      schema = jsonSchema(subset).toString();
    }
    Tool read =
        new Tool.Function(
            function.requiredText("name"), function.text("description"), schema, null, null);
    function.requireAllRead();
    return read;
  }

  private static @Nullable ToolChoice choice(
      @Nullable Members config, Map<String, String> options) {
    if (config == null) {
      return null;
    }
    String whole = config.toJson();
    if (Boolean.TRUE.equals(config.bool("includeServerSideToolInvocations"))) {
      options.put("server_tool_calls", "true");
    }
    Members calling = config.object("functionCallingConfig");
    if (calling == null) {
      return config.unread().isEmpty() ? null : new ToolChoice.Opaque(GeminiAdapter.DIALECT, whole);
    }
    String mode = calling.text("mode");
    List<JsonNode> allowed = calling.list("allowedFunctionNames");
    boolean one = allowed.size() == 1 && "ANY".equals(mode);
    boolean plain = allowed.isEmpty() && config.unread().isEmpty() && calling.unread().isEmpty();
    if (!one && !plain) {
      return new ToolChoice.Opaque(GeminiAdapter.DIALECT, whole);
    }
    return switch (mode == null ? "" : mode) {
      case "AUTO" -> ToolChoice.AUTO;
      case "NONE" -> ToolChoice.NONE;
      case "ANY" -> one ? new ToolChoice.Named(allowed.getFirst().asText()) : ToolChoice.REQUIRED;
      default -> new ToolChoice.Opaque(GeminiAdapter.DIALECT, whole);
    };
  }

  /** The JSON schema that a schema of the provider's own kind stands for. */
  static JsonNode jsonSchema(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    boolean nullable = schema.path("nullable").asBoolean();
    schema
        .properties()
        .forEach(member -> {
          JsonNode value = member.getValue();
          switch (member.getKey()) {
            case "nullable" -> {
              if (!value.asBoolean()) {
                out.set("nullable", value);
              } else if (!schema.has("type")) {
                out.set("nullable", value);
              }
            }
            case "type" -> {
              String type = value.asText().toLowerCase(Locale.ROOT);
              if (nullable) {
                out.putArray("type").add(type).add("null");
              } else {
                out.put("type", type);
              }
            }
            case "items" -> out.set("items", jsonSchema(value));
            case "properties" -> {
              ObjectNode properties = out.putObject("properties");
              value.properties().forEach(p -> properties.set(p.getKey(), jsonSchema(p.getValue())));
            }
            case "anyOf" -> {
              ArrayNode anyOf = out.putArray("anyOf");
              value.forEach(alternative -> anyOf.add(jsonSchema(alternative)));
            }
            default -> out.set(member.getKey(), value);
          }
        });
    return out;
  }
}
