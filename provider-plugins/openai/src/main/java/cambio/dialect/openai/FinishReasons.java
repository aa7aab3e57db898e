package cambio.dialect.openai;

import cambio.spi.event.FinishReason;

/** The words for an ending, this dialect's own and those that gateways let through. */
final class FinishReasons {

  private FinishReasons() {}

  /** What the word means; a word that nobody knows is a stop, and is kept beside it. */
  static FinishReason of(String word) {
    return switch (word) {
      case "length", "max_tokens", "model_length", "max_output_tokens", "MAX_TOKENS" ->
          FinishReason.LENGTH;
      case "tool_calls", "function_call", "tool_use", "tool_call" -> FinishReason.TOOL_CALL;
      case "content_filter", "content_filtered", "safety", "sensitive", "refusal", "SAFETY" ->
          FinishReason.CONTENT_FILTER;
      case "error", "network_error", "insufficient_system_resource", "abort" -> FinishReason.ERROR;
      default -> FinishReason.STOP;
    };
  }

  /** Whether the published API has this word. */
  static boolean isStandard(String word) {
    return switch (word) {
      case "stop", "length", "tool_calls", "content_filter", "function_call" -> true;
      default -> false;
    };
  }
}
