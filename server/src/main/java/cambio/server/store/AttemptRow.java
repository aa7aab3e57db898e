package cambio.server.store;

import cambio.router.attempt.Verdict;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call to one endpoint as it is kept.
 *
 * @param number from 1
 * @param credential which of our credentials it was made with: an id, never the secret
 * @param region the provider's region, where the endpoint is bound to one
 * @param priceVersion the tariff fixed when it was planned; null where the price was unknown
 * @param failureKind null where it answered
 * @param upstreamStatus the provider's HTTP status, where it failed with one
 * @param upstreamCode the provider's own error code, where it gave one
 */
public record AttemptRow(
    int number,
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
    @Nullable Duration duration) {}
