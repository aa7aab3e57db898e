package cambio.server.execution;

import cambio.router.attempt.Verdict;
import cambio.router.health.Breaker;
import java.time.Duration;
import java.time.Instant;

/**
 * One endpoint's circuit: opens after failures in a row, lets one probe a second pass once it has
 * been open for a while, closes with the first success, and stays open for twice as long with every
 * probe that fails. Safe from any thread.
 */
final class EndpointCircuit {

  private static final int FAILURES_TO_OPEN = 5;
  private static final Duration FIRST_OPEN = Duration.ofSeconds(5);
  private static final Duration LONGEST_OPEN = Duration.ofMinutes(2);
  private static final Duration BETWEEN_PROBES = Duration.ofSeconds(1);

  private Breaker breaker = Breaker.CLOSED;
  private Duration open = FIRST_OPEN;
  private int failuresInARow;
  private int inFlight;

  synchronized Breaker breaker() {
    return breaker;
  }

  synchronized int inFlight() {
    return inFlight;
  }

  synchronized void started(Instant now) {
    inFlight++;
    if (breaker.state() != Breaker.State.CLOSED && breaker.passes(now)) {
      breaker = new Breaker(Breaker.State.HALF_OPEN, now.plus(BETWEEN_PROBES));
    }
  }

  synchronized void ended(Verdict verdict, Instant now) {
    inFlight = Math.max(0, inFlight - 1);
    switch (verdict) {
      case SUCCESS -> {
        failuresInARow = 0;
        open = FIRST_OPEN;
        breaker = Breaker.CLOSED;
      }
      case DROPPED -> dropped(now);
      case IGNORE -> {}
    }
  }

  private void dropped(Instant now) {
    failuresInARow++;
    switch (breaker.state()) {
      case CLOSED -> {
        if (failuresInARow >= FAILURES_TO_OPEN) {
          breaker = new Breaker(Breaker.State.OPEN, now.plus(open));
        }
      }
      case HALF_OPEN -> {
        Duration twice = open.multipliedBy(2);
        open = twice.compareTo(LONGEST_OPEN) > 0 ? LONGEST_OPEN : twice;
        breaker = new Breaker(Breaker.State.OPEN, now.plus(open));
      }
      // Attempts that began before it opened say nothing new.
      case OPEN -> {}
    }
  }
}
