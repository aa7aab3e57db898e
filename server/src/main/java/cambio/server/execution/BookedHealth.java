package cambio.server.execution;

import cambio.router.attempt.AttemptHealth;
import cambio.router.attempt.AttemptRecord;
import cambio.router.health.EndpointHealth;
import cambio.router.health.HealthBook;
import cambio.router.health.HealthSnapshot;
import cambio.router.plan.Candidate;
import cambio.spi.event.Usage;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Health as a book has it: what this router has seen, and heard of others. */
public final class BookedHealth implements HealthFeed {

  private final HealthBook book;
  private final InstantSource clock;

  /** A feed of this book. */
  public BookedHealth(HealthBook book, InstantSource clock) {
    this.book = book;
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
  public void answered(Candidate candidate) {
    book.answered(candidate.endpoint().id(), clock.instant());
  }

  @Override
  public void calledTools(Candidate candidate, boolean sound) {
    book.calledTools(candidate.endpoint().id(), sound, clock.instant());
  }

  @Override
  public void ended(AttemptRecord attempt, @Nullable Usage usage) {
    Candidate candidate = attempt.candidate();
    book.ended(
        candidate.endpoint().id(),
        unique(candidate.endpoint().provider(), candidate.credential()),
        AttemptHealth.of(attempt, usage),
        clock.instant());
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
