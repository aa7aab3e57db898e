package cambio.dialect.gemini;

import cambio.spi.Quirks;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.wire.Adjustments;
import cambio.wire.JsonWriter;
import java.util.List;

/** Writes the tools and what is said of calling them. */
final class ToolsWriter {

  private final ToolOptions options;
  private final Quirks quirks;
  private final Adjustments adjustments;
  private final List<Tool> tools;

  ToolsWriter(ToolOptions options, Quirks quirks, Adjustments adjustments) {
    this.options = options;
    this.quirks = quirks;
    this.adjustments = adjustments;
    this.tools = options.tools().stream().filter(this::sendable).toList();
  }

  /** Writes {@code tools}: all functions in one tool where the first of them stands. */
  void tools(RequestEncoder body) {
    if (tools.isEmpty()) {
      return;
    }
    JsonWriter json = body.name("tools").array();
    boolean declared = false;
    for (Tool tool : tools) {
      if (tool instanceof Tool.Opaque opaque) {
        json.raw(opaque.json());
      } else if (!declared) {
        declared = true;
        json.object().name("functionDeclarations").array();
        for (Tool other : tools) {
          if (other instanceof Tool.Function function) {
            function(function, json);
          }
        }
        json.end().end();
      }
    }
    json.end();
  }

  /** Writes {@code toolConfig}. */
  void config(RequestEncoder body, boolean choiceTaken) {
    ToolChoice choice = choiceTaken ? options.choice() : null;
    if (choice instanceof ToolChoice.Opaque opaque) {
      if (opaque.dialect().equals(GeminiAdapter.DIALECT)) {
        body.name("toolConfig").raw(opaque.json());
      } else {
        adjustments.dropped("tool_choice", "Only its own dialect knows it.");
      }
      return;
    }
    boolean shown = GeminiOption.SERVER_TOOL_CALLS.is(quirks, "true");
    if (choice == null && !shown) {
      return;
    }
    JsonWriter json = body.name("toolConfig").object();
    if (shown) {
      json.member("includeServerSideToolInvocations", true);
    }
    if (choice != null) {
      json.name("functionCallingConfig").object();
      switch (choice) {
        case ToolChoice.Auto auto -> json.member("mode", "AUTO");
        case ToolChoice.None none -> json.member("mode", "NONE");
        case ToolChoice.Required required -> json.member("mode", "ANY");
        case ToolChoice.Named named -> {
          json.member("mode", "ANY").name("allowedFunctionNames").array();
          json.value(named.name()).end();
        }
        case ToolChoice.Opaque opaque -> throw new IllegalStateException("written above");
      }
      json.end();
    }
    json.end();
  }

  private boolean sendable(Tool tool) {
    boolean foreign =
        tool instanceof Tool.Opaque opaque && !opaque.dialect().equals(GeminiAdapter.DIALECT);
    if (foreign) {
      adjustments.dropped("tools", "A tool that only its own dialect knows.");
    }
    return !foreign;
  }

  private void function(Tool.Function function, JsonWriter json) {
    json.object().member("name", function.name()).member("description", function.description());
    String parameters = function.parametersJson();
    if (parameters != null) {
      if (GeminiOption.TOOL_SCHEMA.is(quirks, "json")) {
        json.name("parametersJsonSchema").raw(parameters);
      } else {
        json.name("parameters").raw(SchemaSubset.of(parameters, "tools.parameters", adjustments));
      }
    }
    if (function.cacheHint() != null) {
      adjustments.dropped("cache_control", "The provider caches prompts by itself.");
    }
    if (Boolean.TRUE.equals(function.strict())) {
      adjustments.dropped("tools.strict", "The dialect does not enforce tools' schemas.");
    }
    json.end();
  }
}
