package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.CacheHint;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. */
final class ToolsReader {

  private final Ignored ignored;
  private final CacheHintReader cacheHints;
  private List<Tool> tools = List.of();
  private @Nullable ToolChoice choice;
  private @Nullable Boolean parallel;

  ToolsReader(Ignored ignored) {
    this.ignored = ignored;
    this.cacheHints = new CacheHintReader(ignored);
  }

  /** Reads a top-level member; false where it is none of tools. */
  boolean take(String name, StrictJson json) throws IOException {
    switch (name) {
      case "tools" -> tools = tools(json);
      case "tool_choice" -> choice = choice(json);
      case "parallel_tool_calls" -> parallel = json.bool();
      default -> {
        return false;
      }
    }
    return true;
  }

  ToolOptions toOptions() {
    return new ToolOptions(tools, choice, parallel);
  }

  private List<Tool> tools(StrictJson json) throws IOException {
    List<Tool> read = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      if (!json.isObject()) {
        throw json.wrong("a tool, which is an object");
      }
      read.add(new ToolDraft().read(json));
    }
    return read;
  }

  private @Nullable ToolChoice choice(StrictJson json) throws IOException {
    if (json.isNull()) {
      return null;
    }
    if (json.isText()) {
      return switch (json.word("none", "auto", "required")) {
        case "none" -> ToolChoice.NONE;
        case "required" -> ToolChoice.REQUIRED;
        case null, default -> ToolChoice.AUTO;
      };
    }
    if (!json.isObject()) {
      throw json.wrong("none, auto, required or an object that names a tool");
    }
    return namedChoice(json);
  }

  private ToolChoice namedChoice(StrictJson json) throws IOException {
    String path = json.path();
    int mark = json.mark();
    String type = "function";
    String function = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "type" -> type = json.requiredText();
        case "function" -> function = functionName(json);
        default -> json.skip();
      }
    }
    if (!type.equals("function")) {
      return new ToolChoice.Opaque(ChatDialect.NAME, json.rawFrom(mark));
    }
    if (function == null) {
      throw StrictJson.refusal(path + ".function.name", "missing");
    }
    return new ToolChoice.Named(function);
  }

  private @Nullable String functionName(StrictJson json) throws IOException {
    String found = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "name" -> found = json.text();
        default -> ignored.skip(json);
      }
    }
    return found;
  }

  private final class ToolDraft {
    private String type = "function";
    private boolean function;
    private @Nullable String functionName;
    private @Nullable String description;
    private @Nullable String parametersJson;
    private @Nullable Boolean strict;
    private @Nullable CacheHint cacheHint;

    Tool read(StrictJson json) throws IOException {
      String path = json.path();
      int mark = json.mark();
      List<String> others = new ArrayList<>();
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "type" -> type = json.requiredText();
          case "function" -> function(json);
          case "cache_control" -> cacheHint = cacheHints.read(json);
          default -> {
            others.add(json.path());
            json.skip();
          }
        }
      }
      if (!type.equals("function") && !function) {
        return new Tool.Opaque(ChatDialect.NAME, json.rawFrom(mark));
      }
      others.forEach(other -> ignored.add(other, "Not known in a function and not forwarded."));
      if (functionName == null || functionName.isEmpty()) {
        throw StrictJson.refusal(path + ".function.name", "missing (expected: a name)");
      }
      return new Tool.Function(functionName, description, parametersJson, strict, cacheHint);
    }

    private void function(StrictJson json) throws IOException {
      function = true;
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "name" -> functionName = json.text();
          case "description" -> description = json.text();
          case "parameters" -> parametersJson = schema(json);
          case "strict" -> strict = json.bool();
          case "cache_control" -> cacheHint = cacheHints.read(json);
          default -> ignored.skip(json);
        }
      }
    }
  }

  /** A JSON schema as it was sent; null where the value is {@code null}. */
  static @Nullable String schema(StrictJson json) throws IOException {
    if (json.isNull()) {
      return null;
    }
    if (!json.isObject()) {
      throw json.wrong("a JSON schema, which is an object");
    }
    return json.raw();
  }
}
