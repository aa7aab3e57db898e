package cambio.router.ledger;

import cambio.router.meter.MeterReading;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;

/**
 * Zero-completion insurance, as OpenRouter gives it: an answer without a token that nobody says was
 * finished, or that the provider ended in an error, costs nothing, whatever the provider charges.
 *
 * <p>Source: OpenRouter's documentation, "Zero completion insurance": no charge for prompt,
 * completion and reasoning tokens where there are zero completion tokens and a blank finish reason,
 * or where the finish reason is an error.
 */
public final class Insurance {

  private Insurance() {}

  /** Whether what was generated is insured, and so free. */
  public static boolean covers(MeterReading reading) {
    for (Finished end : reading.finishes()) {
      if (end.reason() == FinishReason.ERROR) {
        return true;
      }
    }
    return reading.usage().outputTokens() == 0 && reading.finishes().isEmpty();
  }
}
