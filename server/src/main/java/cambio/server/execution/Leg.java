package cambio.server.execution;

import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt generated and is charged for.
 *
 * @param attempt the attempt's number
 * @param cost null where the price is unknown
 */
public record Leg(int attempt, MeterReading reading, @Nullable Cost cost) {}
