package cambio.router.attempt;

import cambio.router.health.Outcome;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an attempt says about the health of its endpoint and its credential. */
public final class AttemptHealth {

  private AttemptHealth() {}

  /**
   * The outcome of an attempt that has ended.
   *
   * @param reported the provider's count; null where it gave none
   */
  public static Outcome of(AttemptRecord attempt, @Nullable Usage reported) {
    return outcome(attempt, reported).withStart(attempt.startedAt());
  }

  private static Outcome outcome(AttemptRecord attempt, @Nullable Usage reported) {
    double firstEvent = seconds(attempt.timeToFirstEvent());
    Failure failure = attempt.failure();
    if (failure != null) {
      return failed(failure, attempt.verdict()).withFirstEvent(firstEvent);
    }
    return switch (attempt.verdict()) {
      case SUCCESS -> success(firstEvent, seconds(attempt.duration()), reported);
      case DROPPED -> Outcome.of(Outcome.Kind.DROPPED).withFirstEvent(firstEvent);
      case IGNORE -> Outcome.of(Outcome.Kind.IGNORED).withFirstEvent(firstEvent);
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

  private static Outcome success(double firstEvent, double seconds, @Nullable Usage reported) {
    if (reported == null) {
      return Outcome.success(firstEvent, Double.NaN);
    }
    boolean measurable = seconds > 0 && reported.outputTokens() > 0;
    double throughput = measurable ? reported.outputTokens() / seconds : Double.NaN;
    return Outcome.success(firstEvent, throughput)
        .withInput(reported.inputTokens(), reported.cachedInputTokens());
  }

  private static double seconds(@Nullable Duration duration) {
    return duration == null ? Double.NaN : duration.toNanos() / 1e9;
  }
}
