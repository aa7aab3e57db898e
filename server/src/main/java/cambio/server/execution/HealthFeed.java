package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.health.HealthSnapshot;
import cambio.router.plan.Candidate;
import cambio.spi.event.Usage;
import org.jspecify.annotations.Nullable;

/** Verdicts in, health out. Safe from any thread; never blocks. */
public interface HealthFeed {

  /** How all endpoints do now. */
  HealthSnapshot snapshot();

  /**
   * An attempt is about to start.
   *
   * @return whether the endpoint's circuit lets it pass; where not, {@link #ended} is not called
   */
  boolean tryStart(Candidate candidate);

  /** The first real event of an attempt came; before {@link #ended}, at most once. */
  void answered(Candidate candidate);

  /** An answer that called tools was looked at, and they were sound or not. */
  void calledTools(Candidate candidate, boolean sound);

  /**
   * An attempt ended.
   *
   * @param usage the provider's count; null where it gave none
   */
  void ended(AttemptRecord attempt, @Nullable Usage usage);
}
