package cambio.dialect.bedrock;

import cambio.spi.Quirks;
import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import cambio.wire.Adjustments;
import cambio.wire.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tools on offer, the tool of an emulated output format included. A conversation with tool
 * calls or results is refused without tools, so there they stay, or are made up from the calls.
 */
final class ToolConfig {

  private static final String ANY_OBJECT = "{\"type\":\"object\",\"properties\":{}}";

  private final ToolChoice choice;
  private final boolean said;
  private final Quirks quirks;
  private final Adjustments adjustments;
  private final List<Tool> tools = new ArrayList<>();
  private final Tool.@Nullable Function output;

  /**
   * The configuration.
   *
   * @param output the tool that carries the answer, where its format is emulated
   */
  ToolConfig(
      ToolOptions options,
      Conversation conversation,
      Tool.@Nullable Function output,
      Quirks quirks,
      Adjustments adjustments) {
    this.choice = options.choice() == null ? ToolChoice.AUTO : options.choice();
    this.said = options.choice() != null;
    this.quirks = quirks;
    this.adjustments = adjustments;
    this.output = output;
    Set<String> called = called(conversation);
    boolean results = called != null;
    if (!(choice instanceof ToolChoice.None) || results) {
      options.tools().stream().filter(this::sendable).forEach(tools::add);
    }
    if (called != null && tools.isEmpty()) {
      adjustments.emulated("tools", "Tools of the conversation's calls were named, as demanded.");
      for (String name : called.isEmpty() ? Set.of("unknown") : called) {
        tools.add(new Tool.Function(name, null, null, null, null));
      }
    } else if (results && choice instanceof ToolChoice.None) {
      adjustments.dropped(
          "tool_choice", "A conversation with tool calls needs tools, and the dialect no none.");
    }
    if (output != null) {
      tools.add(output);
    }
  }

  /** The names of the functions called; null where there is neither call nor result. */
  private static @Nullable Set<String> called(Conversation conversation) {
    Set<String> names = new LinkedHashSet<>();
    boolean any = false;
    for (Turn turn : conversation.turns()) {
      for (Block block : turn.blocks()) {
        any |= block instanceof Block.Result;
        if (block instanceof Block.Part part && part.part() instanceof ContentPart.ToolCall call) {
          any = true;
          names.add(call.name());
        }
      }
    }
    return any ? names : null;
  }

  /** How many cache breakpoints stand among the tools. */
  int marks() {
    return (int)
        tools.stream().filter(t -> t instanceof Tool.Function f && f.cacheHint() != null).count();
  }

  /** Sets a breakpoint after the last tool. */
  void markLast(CacheHint hint) {
    if (!tools.isEmpty() && tools.getLast() instanceof Tool.Function f) {
      mark(tools.size() - 1, f, hint);
    }
  }

  /** Removes every breakpoint. */
  void clearMarks() {
    for (int i = 0; i < tools.size(); i++) {
      if (tools.get(i) instanceof Tool.Function f) {
        mark(i, f, null);
      }
    }
  }

  private void mark(int at, Tool.Function f, @Nullable CacheHint hint) {
    tools.set(
        at, new Tool.Function(f.name(), f.description(), f.parametersJson(), f.strict(), hint));
  }

  /** Whether the model must call a tool. */
  boolean forced() {
    boolean asked = choice instanceof ToolChoice.Required || choice instanceof ToolChoice.Named;
    return !tools.isEmpty() && (output != null || asked);
  }

  boolean isEmpty() {
    return tools.isEmpty();
  }

  /** Writes the object. */
  void write(JsonWriter json, BlockWriter blocks) {
    json.object().name("tools").array();
    for (Tool tool : tools) {
      switch (tool) {
        case Tool.Opaque opaque -> json.raw(opaque.json());
        case Tool.Function function -> {
          function(json, function);
          if (function.cacheHint() != null) {
            blocks.cachePoint(function.cacheHint());
          }
        }
      }
    }
    json.end();
    choice(json);
    json.end();
  }

  private void function(JsonWriter json, Tool.Function function) {
    String description = function.description();
    String schema = function.parametersJson();
    json.object().name("toolSpec").object().member("name", function.name());
    json.member("description", description == null || description.isEmpty() ? null : description);
    json.name("inputSchema").object().rawMember("json", schema == null ? ANY_OBJECT : schema).end();
    if (function.strict() != null) {
      if (ConverseOption.STRICT_TOOLS.is(quirks, "true")) {
        json.member("strict", function.strict());
      } else if (function.strict()) {
        adjustments.dropped("tools.function.strict", "The endpoint takes no strict tools.");
      }
    }
    json.end().end();
  }

  private void choice(JsonWriter json) {
    if (output != null) {
      // With tools of the caller's own beside it, the model may call those first.
      boolean alone = tools.size() == 1;
      named(json, alone ? "tool" : "any", alone ? output.name() : null);
      return;
    }
    switch (choice) {
      case ToolChoice.Auto auto -> {
        if (said) {
          named(json, "auto", null);
        }
      }
      case ToolChoice.None none -> {}
      case ToolChoice.Required required -> named(json, "any", null);
      case ToolChoice.Named named -> named(json, "tool", named.name());
      case ToolChoice.Opaque opaque -> {
        if (opaque.dialect().equals(ConverseAdapter.DIALECT)) {
          json.rawMember("toolChoice", opaque.json());
        } else {
          adjustments.dropped("tool_choice", "Only its own dialect knows it.");
        }
      }
    }
  }

  private static void named(JsonWriter json, String kind, @Nullable String name) {
    json.name("toolChoice").object().name(kind).object().member("name", name).end().end();
  }

  private boolean sendable(Tool tool) {
    boolean foreign =
        tool instanceof Tool.Opaque opaque && !opaque.dialect().equals(ConverseAdapter.DIALECT);
    if (foreign) {
      adjustments.dropped("tools", "A tool that only its own dialect knows.");
    }
    return !foreign;
  }
}
