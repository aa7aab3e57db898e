package cambio.dialect.openai;

import cambio.spi.Adjustment;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.wire.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. */
final class ToolsEncoder {

  private final ToolOptions options;
  private final Quirks quirks;
  private final ParameterTable table;
  private final List<Adjustment> adjustments;

  ToolsEncoder(
      ToolOptions options, Quirks quirks, ParameterTable table, List<Adjustment> adjustments) {
    this.options = options;
    this.quirks = quirks;
    this.table = table;
    this.adjustments = adjustments;
  }

  void encode(RequestEncoder body) {
    List<Tool> tools = options.tools().stream().filter(this::sendable).toList();
    if (!tools.isEmpty() && table.of(Parameter.TOOLS).honoured()) {
      JsonWriter json = body.name("tools").array();
      tools.forEach(tool -> tool(tool, json));
      json.end();
    }
    if (options.choice() != null && table.of(Parameter.TOOL_CHOICE).honoured()) {
      choice(options.choice(), body);
    }
    if (options.parallel() != null && table.of(Parameter.PARALLEL_TOOL_CALLS).honoured()) {
      body.name(body.nameOf(Parameter.PARALLEL_TOOL_CALLS))
          .value(options.parallel().booleanValue());
    }
  }

  private boolean sendable(Tool tool) {
    boolean foreign =
        tool instanceof Tool.Opaque opaque && !opaque.dialect().equals(OpenAiChatAdapter.DIALECT);
    if (foreign) {
      adjustments.add(Adjustment.dropped("tools", "A tool that only its own dialect knows."));
    }
    return !foreign;
  }

  private void tool(Tool tool, JsonWriter json) {
    switch (tool) {
      case Tool.Opaque opaque -> json.raw(opaque.json());
      case Tool.Function function -> {
        json.object().member("type", "function").name("function").object();
        json.member("name", function.name()).member("description", function.description());
        json.rawMember("parameters", function.parametersJson());
        json.member("strict", function.strict()).end();
        if (!ChatOption.CACHE_CONTROL.is(quirks, "none")) {
          CacheMarks.write(json, function.cacheHint());
        }
        json.end();
      }
    }
  }

  private void choice(ToolChoice choice, RequestEncoder body) {
    String name = body.nameOf(Parameter.TOOL_CHOICE);
    @Nullable String word =
        switch (choice) {
          case ToolChoice.Auto auto -> "auto";
          case ToolChoice.None none -> "none";
          case ToolChoice.Required required -> "required";
          case ToolChoice.Named named -> null;
          case ToolChoice.Opaque opaque -> null;
        };
    if (word != null) {
      body.name(name).value(word);
    } else if (choice instanceof ToolChoice.Named named) {
      JsonWriter json = body.name(name).object().member("type", "function");
      json.name("function").object().member("name", named.name()).end().end();
    } else if (choice instanceof ToolChoice.Opaque opaque) {
      if (opaque.dialect().equals(OpenAiChatAdapter.DIALECT)) {
        body.name(name).raw(opaque.json());
      } else {
        adjustments.add(Adjustment.dropped("tool_choice", "Only its own dialect knows it."));
      }
    }
  }
}
