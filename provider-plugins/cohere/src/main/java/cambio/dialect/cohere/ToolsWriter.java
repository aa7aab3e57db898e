package cambio.dialect.cohere;

import cambio.spi.Quirks;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.wire.Adjustments;
import cambio.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code tools}, {@code strict_tools} and {@code tool_choice}. */
final class ToolsWriter {

  private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

  private final ToolOptions options;
  private final Quirks quirks;
  private final Adjustments adjustments;
  private final List<Tool.Function> functions = new ArrayList<>();

  ToolsWriter(ToolOptions options, Quirks quirks, Adjustments adjustments) {
    this.options = options;
    this.quirks = quirks;
    this.adjustments = adjustments;
    for (Tool tool : options.tools()) {
      switch (tool) {
        case Tool.Function function -> functions.add(function);
        case Tool.Opaque _ ->
            adjustments.dropped("tools", "A tool that only its own dialect knows.");
      }
    }
  }

  /** Whether any tool is on offer. */
  boolean any() {
    return !functions.isEmpty();
  }

  void write(ChatEncoder body) {
    String choice = choice();
    if (functions.isEmpty()) {
      return;
    }
    JsonWriter json = body.name("tools").array();
    functions.forEach(function -> write(function, json));
    json.end();
    strict(body);
    if (choice != null) {
      body.name("tool_choice").value(choice);
    }
    if (Boolean.FALSE.equals(options.parallel())) {
      adjustments.dropped("parallel_tool_calls", "The dialect cannot limit calls to one.");
    }
  }

  /** The wire's word; a named function becomes the only one on offer. */
  private @Nullable String choice() {
    return switch (options.choice()) {
      case null -> null;
      case ToolChoice.Auto _ -> null;
      case ToolChoice.None _ -> "NONE";
      case ToolChoice.Required _ -> "REQUIRED";
      case ToolChoice.Named named -> {
        if (functions.removeIf(function -> !function.name().equals(named.name()))) {
          adjustments.emulated("tool_choice", "Only the function that must be called was sent.");
        }
        yield "REQUIRED";
      }
      case ToolChoice.Opaque _ -> {
        adjustments.dropped("tool_choice", "Only its own dialect knows it.");
        yield null;
      }
    };
  }

  private void strict(ChatEncoder body) {
    boolean all = functions.stream().allMatch(f -> Boolean.TRUE.equals(f.strict()));
    if (all && CohereOption.STRICT_TOOLS.is(quirks, "true")) {
      body.name("strict_tools").value(true);
    } else if (functions.stream().anyMatch(f -> Boolean.TRUE.equals(f.strict()))) {
      adjustments.dropped("tools.strict", "The endpoint does not enforce single tools' schemas.");
    }
  }

  private static void write(Tool.Function function, JsonWriter json) {
    json.object().member("type", "function").name("function").object();
    json.member("name", function.name()).member("description", function.description());
    String parameters = function.parametersJson();
    json.rawMember("parameters", parameters == null ? NO_PARAMETERS : parameters).end().end();
  }
}
