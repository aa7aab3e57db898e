package cambio.server.structured;

import cambio.server.execution.ToolCallJudge;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.Tool;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Judges tool calls as OpenRouter does: wrong are arguments that are no JSON, a name that was not
 * on offer, and arguments that break the tool's schema (JSON Schema draft 7; an absent or broken
 * schema allows everything).
 */
public final class ToolCallCheck implements ToolCallJudge {

  private final Schemas schemas = new Schemas(VersionFlag.V7);
  private final Executor background;

  /**
   * A check.
   *
   * @param background where calls are looked at, which takes milliseconds
   */
  public ToolCallCheck(Executor background) {
    this.background = background;
  }

  @Override
  public CompletionStage<Boolean> sound(List<Tool> tools, List<ToolCallDelta> deltas) {
    List<ToolCallDelta> all = List.copyOf(deltas);
    return CompletableFuture.supplyAsync(() -> allSound(tools, all), background);
  }

  private boolean allSound(List<Tool> tools, List<ToolCallDelta> deltas) {
    Map<String, Tool.Function> offered = new HashMap<>();
    boolean others = false;
    for (Tool tool : tools) {
      switch (tool) {
        case Tool.Function function -> offered.put(function.name(), function);
        // A tool of one dialect may have any name.
        case Tool.Opaque opaque -> others = true;
      }
    }
    for (Call call : calls(deltas)) {
      Tool.Function function = offered.get(call.name);
      if (function == null) {
        if (!others) {
          return false;
        }
      } else if (!sound(call.arguments.toString(), function.parametersJson())) {
        return false;
      }
    }
    return true;
  }

  /** No arguments at all are taken for an empty object, as providers do for tools without any. */
  private boolean sound(String arguments, @Nullable String schemaJson) {
    return schemas.fault(arguments.isBlank() ? "{}" : arguments, schemaJson) == null;
  }

  private static Iterable<Call> calls(List<ToolCallDelta> deltas) {
    Map<List<Integer>, Call> calls = new LinkedHashMap<>();
    for (ToolCallDelta delta : deltas) {
      Call call =
          calls.computeIfAbsent(List.of(delta.choice(), delta.index()), index -> new Call());
      if (delta.name() != null) {
        call.name = delta.name();
      }
      call.arguments.append(delta.arguments());
    }
    return calls.values();
  }

  private static final class Call {
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
  }
}
