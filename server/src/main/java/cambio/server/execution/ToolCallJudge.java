package cambio.server.execution;

import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.Tool;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Says whether a model's tool calls are sound. Safe from any thread; never blocks. */
@FunctionalInterface
public interface ToolCallJudge {

  /**
   * Judges the calls of one answer.
   *
   * @param tools what was on offer
   * @param deltas every piece of every call, in order
   * @return completes with whether all of them name a tool on offer and have arguments that are
   *     JSON and follow the tool's schema
   */
  CompletionStage<Boolean> sound(List<Tool> tools, List<ToolCallDelta> deltas);
}
