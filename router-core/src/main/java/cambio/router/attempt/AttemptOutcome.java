package cambio.router.attempt;

import cambio.router.health.Outcome;
import cambio.router.meter.MeterReading;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an attempt says about the health of its endpoint and its credential. */
public final class AttemptOutcome {

  private AttemptOutcome() {}

  /**
   * The outcome of an attempt that has ended.
   *
   * @param reading what the meter counted; null where nothing was
   */
  public static Outcome of(AttemptRecord attempt, @Nullable MeterReading reading) {
    Failure failure = attempt.failure();
    if (failure != null && failure.kind() == FailureKind.RATE_LIMITED) {
      return Outcome.rateLimited(failure.retryAfter());
    }
    if (failure != null && failure.kind() == FailureKind.PROVIDER_CREDENTIALS) {
      return Outcome.of(Outcome.Kind.CREDENTIAL_REFUSED);
    }
    return switch (attempt.verdict()) {
      case SUCCESS -> success(attempt, reading);
      case DROPPED -> Outcome.of(Outcome.Kind.DROPPED);
      case IGNORE -> Outcome.of(Outcome.Kind.IGNORED);
    };
  }

  private static Outcome success(AttemptRecord attempt, @Nullable MeterReading reading) {
    Duration first = attempt.timeToFirstEvent();
    double seconds = first == null ? Double.NaN : first.toNanos() / 1e9;
    if (reading == null) {
      return Outcome.success(seconds, Double.NaN);
    }
    Outcome outcome = Outcome.success(seconds, reading.throughput());
    return reading.source() == MeterReading.Source.REPORTED
        ? outcome.withInput(reading.usage().inputTokens(), reading.usage().cachedInputTokens())
        : outcome;
  }
}
