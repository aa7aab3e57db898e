package cambio.server.execution;

import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All legs of an answer together. */
final class Legs {

  private Legs() {}

  /** What was generated; null where nothing was. */
  static @Nullable MeterReading reading(List<Leg> legs) {
    MeterReading all = null;
    for (Leg leg : legs) {
      all = all == null ? leg.reading() : all.then(leg.reading());
    }
    return all;
  }

  /** What is known to be charged; null where nothing is. */
  static @Nullable Cost cost(List<Leg> legs) {
    Cost all = null;
    for (Leg leg : legs) {
      Cost cost = leg.cost();
      if (cost != null) {
        all = all == null ? cost : all.plus(cost);
      }
    }
    return all;
  }
}
