package cambio.server.execution;

import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import cambio.router.resume.Seam;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt generated and is charged for.
 *
 * @param attempt the attempt's number
 * @param cost null where the price is unknown
 * @param shown whether the answer was made of it; where not, it was ended because another attempt
 *     was faster
 * @param seam where in the answer it took over from the attempt before; null where it began it
 */
public record Leg(
    int attempt, boolean shown, MeterReading reading, @Nullable Cost cost, @Nullable Seam seam) {

  /** The same leg at another cost. */
  Leg costing(@Nullable Cost other) {
    return new Leg(attempt, shown, reading, other, seam);
  }
}
