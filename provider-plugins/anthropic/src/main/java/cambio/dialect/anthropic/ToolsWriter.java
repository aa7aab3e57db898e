package cambio.dialect.anthropic;

import cambio.spi.Quirks;
import cambio.spi.request.CacheHint;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.wire.Adjustments;
import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code tools} and {@code tool_choice}, the tool of an emulated output format included. */
final class ToolsWriter {

  private final ToolOptions options;
  private final Quirks quirks;
  private final Adjustments adjustments;
  private final List<Tool> tools = new ArrayList<>();
  private final Tool.@Nullable Function output;

  /**
   * A writer.
   *
   * @param output the tool that carries the answer, where its format is emulated
   */
  ToolsWriter(
      ToolOptions options, Tool.@Nullable Function output, Quirks quirks, Adjustments adjustments) {
    this.options = options;
    this.output = output;
    this.quirks = quirks;
    this.adjustments = adjustments;
    options.tools().stream().filter(this::sendable).forEach(tools::add);
    if (output != null) {
      tools.add(output);
    }
  }

  /** How many tools the caller wants a cache breakpoint after. */
  int marks() {
    return (int) tools.stream().filter(tool -> hint(tool) != null).count();
  }

  /** Sets a breakpoint after the last tool that can have one. */
  void markLast(CacheHint hint) {
    for (int i = tools.size() - 1; i >= 0; i--) {
      if (tools.get(i) instanceof Tool.Function f) {
        CacheHint mark = f.cacheHint() == null ? hint : f.cacheHint();
        tools.set(
            i, new Tool.Function(f.name(), f.description(), f.parametersJson(), f.strict(), mark));
        return;
      }
    }
  }

  /** Removes every breakpoint. */
  void clearMarks() {
    for (int i = 0; i < tools.size(); i++) {
      if (tools.get(i) instanceof Tool.Function f && f.cacheHint() != null) {
        adjustments.dropped("cache_control", "The endpoint takes no prompt-cache marks.");
        tools.set(
            i, new Tool.Function(f.name(), f.description(), f.parametersJson(), f.strict(), null));
      }
    }
  }

  /** Whether the model must call something, as the caller wants. */
  boolean forced() {
    return options.choice() instanceof ToolChoice.Required
        || options.choice() instanceof ToolChoice.Named;
  }

  /** Writes the tools. */
  void tools(RequestEncoder body, BlockWriter blocks) {
    if (tools.isEmpty()) {
      return;
    }
    JsonWriter json = body.name("tools").array();
    for (Tool tool : tools) {
      switch (tool) {
        case Tool.Opaque opaque -> json.raw(opaque.json());
        case Tool.Function function -> function(function, json, blocks);
      }
    }
    json.end();
  }

  /**
   * Writes the choice.
   *
   * @param thinks whether the model thinks, which forbids a forced call
   */
  void choice(RequestEncoder body, boolean thinks) {
    ToolChoice choice = effective(thinks);
    boolean single = Boolean.FALSE.equals(options.parallel());
    if (choice == null && single && !tools.isEmpty()) {
      choice = ToolChoice.AUTO;
    }
    switch (choice) {
      case null -> {}
      case ToolChoice.Auto auto -> parallel(open(body, "auto"));
      case ToolChoice.Required required -> parallel(open(body, "any"));
      case ToolChoice.Named named -> parallel(open(body, "tool").member("name", named.name()));
      case ToolChoice.None none -> open(body, "none").end();
      case ToolChoice.Opaque opaque -> {
        if (opaque.dialect().equals(MessagesAdapter.DIALECT)) {
          body.name("tool_choice").raw(opaque.json());
        } else {
          adjustments.dropped("tool_choice", "Only its own dialect knows it.");
        }
      }
    }
  }

  private @Nullable ToolChoice effective(boolean thinks) {
    ToolChoice choice = options.choice();
    if (output == null || forced()) {
      return choice;
    }
    if (thinks) {
      adjustments.emulated(
          "response_format", "A model that thinks cannot be forced to keep to the format.");
      return ToolChoice.AUTO;
    }
    boolean alone = tools.size() == 1 || choice instanceof ToolChoice.None;
    return alone ? new ToolChoice.Named(output.name()) : ToolChoice.REQUIRED;
  }

  private static JsonWriter open(RequestEncoder body, String type) {
    return body.name("tool_choice").object().member("type", type);
  }

  private void parallel(JsonWriter json) {
    Boolean parallel = options.parallel();
    if (parallel != null) {
      json.member("disable_parallel_tool_use", !parallel);
    }
    json.end();
  }

  private boolean sendable(Tool tool) {
    boolean foreign =
        tool instanceof Tool.Opaque opaque && !opaque.dialect().equals(MessagesAdapter.DIALECT);
    if (foreign) {
      adjustments.dropped("tools", "A tool that only its own dialect knows.");
    }
    return !foreign;
  }

  private static @Nullable CacheHint hint(Tool tool) {
    return tool instanceof Tool.Function function ? function.cacheHint() : null;
  }

  private void function(Tool.Function function, JsonWriter json, BlockWriter blocks) {
    json.object().member("name", function.name()).member("description", function.description());
    json.name("input_schema").raw(schema(function.parametersJson()));
    if (MessagesOption.STRICT_TOOLS.is(quirks, "true")) {
      json.member("strict", function.strict());
    } else if (Boolean.TRUE.equals(function.strict())) {
      adjustments.dropped("tools.strict", "The endpoint does not enforce tools' schemas.");
    }
    if (MessagesOption.EAGER_INPUT.is(quirks, "true")) {
      json.member("eager_input_streaming", true);
    }
    blocks.mark(function.cacheHint());
    json.end();
  }

  /**
   * The provider demands {@code "type":"object"}; other dialects leave it out where it is clear.
   */
  static String schema(@Nullable String json) {
    if (json == null) {
      return "{\"type\":\"object\",\"properties\":{}}";
    }
    try (JsonReader reader = JsonReader.of(json)) {
      boolean object = reader.isObject();
      boolean empty = true;
      for (String name = reader.firstMember(); name != null; name = reader.nextMember()) {
        if (name.equals("type")) {
          return json;
        }
        empty = false;
        reader.skip();
      }
      int brace = json.indexOf('{');
      return object
          ? "{\"type\":\"object\"" + (empty ? "" : ",") + json.substring(brace + 1)
          : json;
    } catch (IOException e) {
      return json;
    }
  }
}
