package cambio.server.execution;

import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import cambio.router.resume.Seam;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt generated that its provider charges for.
 *
 * @param attempt the attempt's number
 * @param cost what the provider charges; null where the price is unknown
 * @param role what became of it
 * @param seam where in the answer it took over from the attempt before; null where it began it
 */
public record Leg(
    int attempt, Role role, MeterReading reading, @Nullable Cost cost, @Nullable Seam seam) {

  /** What became of what an attempt generated. */
  public enum Role {
    /** The answer was made of it. */
    ANSWER,
    /** Another attempt was faster. The caller asked for the race and pays for it. */
    OUTRUN,
    /** The router rejected it, and the caller pays nothing for it. */
    REJECTED
  }

  /** Whether the answer was made of it. */
  public boolean shown() {
    return role == Role.ANSWER;
  }

  /** The same leg at another cost. */
  Leg costing(@Nullable Cost other) {
    return new Leg(attempt, role, reading, other, seam);
  }
}
