package cambio.router.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint's circuit stands.
 *
 * @param until when an open one lets the next probe pass; null unless {@link State#OPEN}, or half
 *     open with all its probes out
 */
public record Breaker(State state, @Nullable Instant until) {

  /** Everything passes. */
  public static final Breaker CLOSED = new Breaker(State.CLOSED, null);

  /** The states of a circuit. */
  public enum State {
    /** Everything passes. */
    CLOSED,
    /** Nothing passes until a moment has come. */
    OPEN,
    /** A few probes pass; their outcome decides. */
    HALF_OPEN
  }

  /** Whether an attempt may start now, as far as the circuit goes. */
  public boolean passes(Instant now) {
    return state == State.CLOSED || until == null || !now.isBefore(until);
  }
}
