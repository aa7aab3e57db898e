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
    if (failure != null) {
      return failed(failure, attempt.verdict()).withFirstEvent(seconds(attempt));
    }
    return switch (attempt.verdict()) {
      case SUCCESS -> success(attempt, reading);
      case DROPPED -> Outcome.of(Outcome.Kind.DROPPED);
      case IGNORE -> Outcome.of(Outcome.Kind.IGNORED);
    };
  }

  private static Outcome failed(Failure failure, Verdict verdict) {
    if (failure.kind() == FailureKind.RATE_LIMITED) {
      return Outcome.rateLimited(failure.retryAfter());
    }
    if (failure.kind() == FailureKind.PROVIDER_CREDENTIALS) {
      return Outcome.of(Outcome.Kind.CREDENTIAL_REFUSED);
    }
    if (verdict != Verdict.DROPPED) {
      return Outcome.of(Outcome.Kind.IGNORED);
    }
    boolean tooMuch =
        failure.kind() == FailureKind.OVERLOADED || failure.kind() == FailureKind.TIMEOUT;
    return Outcome.of(tooMuch ? Outcome.Kind.OVERLOADED : Outcome.Kind.DROPPED);
  }

  private static Outcome success(AttemptRecord attempt, @Nullable MeterReading reading) {
    double seconds = seconds(attempt);
    if (reading == null) {
      return Outcome.success(seconds, Double.NaN);
    }
    Outcome outcome = Outcome.success(seconds, reading.throughput());
    return reading.source() == MeterReading.Source.REPORTED
        ? outcome.withInput(reading.usage().inputTokens(), reading.usage().cachedInputTokens())
        : outcome;
  }

  private static double seconds(AttemptRecord attempt) {
    Duration first = attempt.timeToFirstEvent();
    return first == null ? Double.NaN : first.toNanos() / 1e9;
  }
}
