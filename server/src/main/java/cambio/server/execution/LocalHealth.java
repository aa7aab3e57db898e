package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.health.EndpointHealth;
import cambio.router.health.HealthBook;
import cambio.router.health.HealthSnapshot;
import cambio.router.health.Outcome;
import cambio.router.plan.Candidate;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Health as this router alone sees it. */
public final class LocalHealth implements HealthFeed {

  private final InstantSource clock;
  private final HealthBook book = new HealthBook();

  /** Nothing is known yet. */
  public LocalHealth(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public HealthSnapshot snapshot() {
    HealthSnapshot now = book.snapshot(clock.instant());
    return new HealthSnapshot() {
      @Override
      public EndpointHealth endpoint(String endpointId) {
        return now.endpoint(endpointId);
      }

      @Override
      public @Nullable Instant coolingUntil(String endpointId, String credential) {
        return now.coolingUntil(endpointId, unique(provider(endpointId), credential));
      }
    };
  }

  @Override
  public boolean tryStart(Candidate candidate) {
    return book.tryStart(candidate.endpoint().id(), clock.instant());
  }

  @Override
  public void ended(AttemptRecord attempt, @Nullable Usage usage) {
    Candidate candidate = attempt.candidate();
    book.ended(
        candidate.endpoint().id(),
        unique(candidate.endpoint().provider(), candidate.credential()),
        outcome(attempt, usage),
        clock.instant());
  }

  private static Outcome outcome(AttemptRecord attempt, @Nullable Usage usage) {
    Failure failure = attempt.failure();
    if (failure != null && failure.kind() == FailureKind.RATE_LIMITED) {
      return Outcome.rateLimited(failure.retryAfter());
    }
    if (failure != null && failure.kind() == FailureKind.PROVIDER_CREDENTIALS) {
      return Outcome.of(Outcome.Kind.CREDENTIAL_REFUSED);
    }
    return switch (attempt.verdict()) {
      case SUCCESS -> success(attempt, usage);
      case DROPPED -> Outcome.of(Outcome.Kind.DROPPED);
      case IGNORE -> Outcome.of(Outcome.Kind.IGNORED);
    };
  }

  private static Outcome success(AttemptRecord attempt, @Nullable Usage usage) {
    double first = seconds(attempt.timeToFirstEvent());
    if (usage == null) {
      return Outcome.success(first, Double.NaN);
    }
    double whole = seconds(attempt.duration());
    double throughput =
        usage.outputTokens() > 0 && whole > 0 ? usage.outputTokens() / whole : Double.NaN;
    return Outcome.success(first, throughput)
        .withInput(usage.inputTokens(), usage.cachedInputTokens());
  }

  private static double seconds(@Nullable Duration duration) {
    return duration == null ? Double.NaN : duration.toNanos() / 1e9;
  }

  /** Credentials have names within their provider; endpoint ids begin with the provider's. */
  private static String unique(String provider, String credential) {
    return provider + '/' + credential;
  }

  private static String provider(String endpointId) {
    int colon = endpointId.indexOf(':');
    return colon < 0 ? endpointId : endpointId.substring(0, colon);
  }
}
