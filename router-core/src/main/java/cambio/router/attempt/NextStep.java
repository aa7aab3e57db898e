package cambio.router.attempt;

import cambio.router.plan.Candidate;
import cambio.spi.Failure;
import java.time.Duration;

/** What the runner does next. */
public sealed interface NextStep {

  /**
   * Try this candidate.
   *
   * @param firstEventTimeout how long to wait for the first real event
   */
  record Try(Candidate candidate, Duration firstEventTimeout) implements NextStep {}

  /** Wait, then ask again. */
  record Wait(Duration duration) implements NextStep {}

  /** Give up, with the most informative failure. */
  record Stop(Failure failure) implements NextStep {}
}
