package cambio.server.store;

import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.Verdict;
import cambio.router.money.Money;
import cambio.router.resume.Seam;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call to one endpoint as it is kept.
 *
 * @param number from 1
 * @param reason why it was made; null in rows of before this was kept
 * @param credential which of our credentials it was made with: an id, never the secret
 * @param region the provider's region, where the endpoint is bound to one
 * @param priceVersion the tariff fixed when it was planned; null where the price was unknown
 * @param failureKind null where it answered
 * @param upstreamStatus the provider's HTTP status, where it failed with one
 * @param upstreamCode the provider's own error code, where it gave one
 * @param leg what it generated; null where it generated nothing that is charged
 */
public record AttemptRow(
    int number,
    @Nullable AttemptReason reason,
    String endpoint,
    String provider,
    String model,
    String upstreamModel,
    String credential,
    String credentialOwner,
    @Nullable String region,
    @Nullable String priceVersion,
    Instant startedAt,
    Verdict verdict,
    @Nullable FailureKind failureKind,
    @Nullable Integer upstreamStatus,
    @Nullable String upstreamCode,
    @Nullable Duration timeToFirstEvent,
    @Nullable Duration duration,
    @Nullable Leg leg) {

  /**
   * What it generated.
   *
   * @param shown whether the answer was made of it; else another attempt was faster
   * @param inputTokens the prompt, with what of the answer was sent along where it carried on
   * @param estimated whether the counts are ours because the provider gave none
   * @param cost null where the price is unknown
   * @param seam where in the answer it carried on; null where it did not
   */
  public record Leg(
      boolean shown,
      int inputTokens,
      int outputTokens,
      boolean estimated,
      @Nullable Money cost,
      @Nullable Seam seam) {}
}
