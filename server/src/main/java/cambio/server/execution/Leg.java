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
 * @param seam where in the answer it took over from the attempt before; null where it began it
 */
public record Leg(int attempt, MeterReading reading, @Nullable Cost cost, @Nullable Seam seam) {}
