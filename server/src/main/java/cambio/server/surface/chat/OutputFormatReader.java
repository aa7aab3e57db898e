package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.OutputFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads {@code response_format}. */
final class OutputFormatReader {

  private final Ignored ignored;
  private @Nullable String schemaName;
  private @Nullable String description;
  private @Nullable String schemaJson;
  private @Nullable Boolean strict;

  OutputFormatReader(Ignored ignored) {
    this.ignored = ignored;
  }

  @Nullable OutputFormat read(StrictJson json) throws IOException {
    if (json.isNull()) {
      return null;
    }
    String path = json.path();
    int mark = json.mark();
    String type = null;
    boolean others = false;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "type" -> type = type(json);
        case "json_schema" -> schema(json);
        default -> {
          others = true;
          json.skip();
        }
      }
    }
    return switch (type) {
      case null -> throw StrictJson.refusal(path + ".type", "missing");
      case "text" -> new OutputFormat.Text();
      case "json_object" -> {
        // Some compatible providers take a schema beside the kind.
        yield others
            ? new OutputFormat.Opaque(ChatDialect.NAME, json.rawFrom(mark))
            : new OutputFormat.JsonObject();
      }
      case "json_schema" -> jsonSchema(path);
      default -> new OutputFormat.Opaque(ChatDialect.NAME, json.rawFrom(mark));
    };
  }

  private static @Nullable String type(StrictJson json) throws IOException {
    return json.word("text", "json_object", "json_schema", "grammar", "python", "regex");
  }

  private OutputFormat jsonSchema(String path) {
    if (schemaName == null) {
      throw StrictJson.refusal(path + ".json_schema.name", "missing (expected: a short name)");
    }
    return new OutputFormat.JsonSchema(schemaName, description, schemaJson, strict);
  }

  private void schema(StrictJson json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "name" -> schemaName = json.text();
        case "description" -> description = json.text();
        case "schema" -> schemaJson = ToolsReader.schema(json);
        case "strict" -> strict = json.bool();
        default -> ignored.skip(json);
      }
    }
  }
}
