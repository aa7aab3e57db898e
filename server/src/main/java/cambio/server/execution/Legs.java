package cambio.server.execution;

import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All legs of an answer together. */
final class Legs {

  private Legs() {}

  /** What the answer was made of; null where there is none. */
  static @Nullable MeterReading reading(List<Leg> legs) {
    MeterReading all = null;
    for (Leg leg : legs) {
      if (leg.shown()) {
        all = all == null ? leg.reading() : all.then(leg.reading());
      }
    }
    return all;
  }

  /** What the caller is known to be charged; null where nothing is. */
  static @Nullable Cost cost(List<Leg> legs) {
    return cost(legs, leg -> leg.role() != Leg.Role.REJECTED);
  }

  /** What of it is known to be charged for legs of this kind. */
  static @Nullable Cost cost(List<Leg> legs, Predicate<Leg> kind) {
    Cost all = null;
    for (Leg leg : legs) {
      Cost cost = leg.cost();
      if (cost != null && kind.test(leg)) {
        all = all == null ? cost : all.plus(cost);
      }
    }
    return all;
  }
}
