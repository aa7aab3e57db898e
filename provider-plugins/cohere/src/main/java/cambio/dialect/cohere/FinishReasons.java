package cambio.dialect.cohere;

import cambio.spi.event.FinishReason;

/** Why an answer ended, in canonical words. */
final class FinishReasons {

  private FinishReasons() {}

  /** Whether the provider says that it broke off. */
  static boolean broken(String reason) {
    return reason.equals("ERROR") || reason.equals("TIMEOUT");
  }

  static FinishReason of(String reason) {
    return switch (reason) {
      case "MAX_TOKENS", "ERROR_LIMIT" -> FinishReason.LENGTH;
      case "TOOL_CALL" -> FinishReason.TOOL_CALL;
      case "ERROR_TOXIC" -> FinishReason.CONTENT_FILTER;
      case "ERROR", "TIMEOUT" -> FinishReason.ERROR;
      // COMPLETE, STOP_SEQUENCE, and what is new.
      default -> FinishReason.STOP;
    };
  }
}
