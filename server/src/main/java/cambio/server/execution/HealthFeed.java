package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.health.HealthSnapshot;
import cambio.router.plan.Candidate;

/** Verdicts in, health out. Safe from any thread; never blocks. */
public interface HealthFeed {

  /** How all endpoints do now. */
  HealthSnapshot snapshot();

  /** An attempt begins. */
  void started(Candidate candidate);

  /** An attempt ended. */
  void ended(AttemptRecord attempt);
}
