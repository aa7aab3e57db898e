package cambio.server.execution;

import cambio.router.ledger.Insurance;
import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import cambio.router.money.PriceVersion;
import cambio.router.money.Tariff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the legs of a call cost: usage at the price that was fixed when the call was planned. */
final class CallCost {

  private static final Logger log = LoggerFactory.getLogger(CallCost.class);

  private CallCost() {}

  /**
   * Every attempt that generated something for the caller, with its cost. Those that the answer was
   * made of are free where they are insured.
   */
  static List<Leg> legs(RoutedCall call) {
    List<Leg> legs = new ArrayList<>(call.legs().size());
    for (Attempt attempt : call.legs()) {
      legs.add(leg(call, attempt, Leg.Role.ANSWER));
    }
    for (Attempt attempt : call.outrun()) {
      legs.add(leg(call, attempt, Leg.Role.OUTRUN));
    }
    for (Attempt attempt : call.rejected()) {
      legs.add(leg(call, attempt, Leg.Role.REJECTED));
    }
    MeterReading whole = Legs.reading(legs);
    if (whole == null || !Insurance.covers(whole)) {
      return legs;
    }
    return legs.stream()
        .map(leg -> leg.cost() == null || !leg.shown() ? leg : leg.costing(Cost.ZERO))
        .toList();
  }

  private static Leg leg(RoutedCall call, Attempt attempt, Leg.Role role) {
    MeterReading reading = attempt.reading();
    return new Leg(attempt.number(), role, reading, cost(call, attempt, reading), attempt.seam());
  }

  private static @Nullable Cost cost(RoutedCall call, Attempt attempt, MeterReading reading) {
    PriceVersion price = attempt.candidate().price();
    if (price == null || !Tariff.known(price)) {
      return null;
    }
    try {
      return Tariff.of(price, reading.usage().inputTokens(), call.requirePlannedAt())
          .cost(reading.usage(), call.requireTraits().images());
    } catch (ArithmeticException e) {
      // Only absurd counts of a provider get here. The record keeps the counts.
      log.error("the cost of {} is out of range", call.context().generationId());
      return null;
    }
  }
}
