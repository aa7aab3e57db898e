package cambio.dialect.gemini;

import cambio.spi.event.FinishReason;

/** Why a candidate ended. */
final class FinishReasons {

  private FinishReasons() {}

  /**
   * The canonical reason. A reason may come as the number of its enum where the caller asked for
   * that; what is unknown is an error, for an honest end is always {@code STOP}.
   *
   * @param calls whether the candidate calls functions, which this dialect reports as a stop
   */
  static FinishReason of(String reason, boolean calls) {
    return switch (reason) {
      // The latter is not Google's word, but that of servers which imitate it.
      case "STOP", "1", "FUNCTION_CALL" -> calls ? FinishReason.TOOL_CALL : FinishReason.STOP;
      case "MAX_TOKENS", "2" -> FinishReason.LENGTH;
      case "SAFETY",
          "3",
          "RECITATION",
          "4",
          "BLOCKLIST",
          "7",
          "PROHIBITED_CONTENT",
          "8",
          "SPII",
          "9",
          "IMAGE_SAFETY",
          "11",
          "IMAGE_PROHIBITED_CONTENT",
          "14",
          "IMAGE_RECITATION",
          "17",
          "MODEL_ARMOR" ->
          FinishReason.CONTENT_FILTER;
      default -> FinishReason.ERROR;
    };
  }
}
