package cambio.dialect.bedrock;

import cambio.spi.event.FinishReason;

/** Why an answer ended, in canonical words. */
final class StopReasons {

  private StopReasons() {}

  /**
   * The canonical reason.
   *
   * @param called whether the answer calls a tool of the caller's
   */
  static FinishReason of(String reason, boolean called) {
    return switch (reason) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      // A call that only carries the answer's format is no call to the caller.
      case "tool_use" -> called ? FinishReason.TOOL_CALL : FinishReason.STOP;
      case "guardrail_intervened", "content_filtered" -> FinishReason.CONTENT_FILTER;
      case "malformed_model_output", "malformed_tool_use" -> FinishReason.ERROR;
      // end_turn, stop_sequence, and what is new.
      default -> FinishReason.STOP;
    };
  }
}
