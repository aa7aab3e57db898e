package cambio.dialect.responses;

import cambio.spi.Parameter;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.wire.JsonWriter;
import cambio.wire.RequestBody;
import java.util.List;

/** Writes {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. */
final class ToolsEncoder {

  private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

  private final ToolOptions options;
  private final RequestBody body;

  ToolsEncoder(ToolOptions options, RequestBody body) {
    this.options = options;
    this.body = body;
  }

  void encode() {
    List<Tool> tools = options.tools().stream().filter(this::sendable).toList();
    if (!tools.isEmpty() && body.honoured(Parameter.TOOLS)) {
      body.name(Parameter.TOOLS, "tools").array();
      tools.forEach(this::tool);
      body.json().end();
    }
    ToolChoice choice = options.choice();
    if (choice != null && body.honoured(Parameter.TOOL_CHOICE)) {
      choice(choice);
    }
    body.member(Parameter.PARALLEL_TOOL_CALLS, "parallel_tool_calls", options.parallel());
  }

  private boolean sendable(Tool tool) {
    boolean foreign =
        tool instanceof Tool.Opaque opaque && !opaque.dialect().equals(ResponsesAdapter.DIALECT);
    if (foreign) {
      body.adjustments().dropped("tools", "A tool that only its own dialect knows.");
    }
    return !foreign;
  }

  private void tool(Tool tool) {
    JsonWriter json = body.json();
    switch (tool) {
      case Tool.Opaque opaque -> json.raw(opaque.json());
      case Tool.Function function -> {
        json.object().member("type", "function").member("name", function.name());
        json.member("description", function.description());
        String parameters = function.parametersJson();
        json.rawMember("parameters", parameters == null ? NO_PARAMETERS : parameters);
        // Unlike the chat dialect, this one takes a function for strict where nothing is said.
        boolean say = ResponsesOption.STRICT.is(body.quirks(), "false");
        json.member("strict", function.strict() == null && say ? Boolean.FALSE : function.strict());
        json.end();
      }
    }
  }

  private void choice(ToolChoice choice) {
    switch (choice) {
      case ToolChoice.Auto auto -> word("auto");
      case ToolChoice.None none -> word("none");
      case ToolChoice.Required required -> word("required");
      case ToolChoice.Named named -> {
        boolean custom = CustomTools.of(options.tools()).has(named.name());
        JsonWriter json = body.name(Parameter.TOOL_CHOICE, "tool_choice").object();
        json.member("type", custom ? "custom" : "function").member("name", named.name()).end();
      }
      case ToolChoice.Opaque opaque -> {
        if (opaque.dialect().equals(ResponsesAdapter.DIALECT)) {
          body.name(Parameter.TOOL_CHOICE, "tool_choice").raw(opaque.json());
        } else {
          body.adjustments().dropped("tool_choice", "Only its own dialect knows it.");
        }
      }
    }
  }

  private void word(String word) {
    body.name(Parameter.TOOL_CHOICE, "tool_choice").value(word);
  }
}
