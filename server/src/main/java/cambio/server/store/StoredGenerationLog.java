package cambio.server.store;

import cambio.router.attempt.AttemptRecord;
import cambio.router.ledger.FeePolicy;
import cambio.router.meter.MeterReading;
import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.router.money.PriceVersion;
import cambio.router.plan.Candidate;
import cambio.router.plan.Principal;
import cambio.router.plan.RoutePlan;
import cambio.router.quota.CreditRule;
import cambio.router.quota.SpendRule;
import cambio.server.execution.CallContext;
import cambio.server.execution.GenerationLog;
import cambio.server.execution.GenerationRecord;
import cambio.server.execution.Leg;
import cambio.server.store.GenerationRow.AnsweredBy;
import cambio.server.store.GenerationRow.Bill;
import cambio.server.store.GenerationRow.Outcome;
import cambio.server.store.GenerationRow.Owner;
import cambio.spi.Failure;
import cambio.spi.event.Finished;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps the engine's records in a {@link GenerationStore}. */
public final class StoredGenerationLog implements GenerationLog {

  private final GenerationStore store;
  private final String region;
  private final FeePolicy fees;

  /** A log of a router that runs in this region and takes these fees. */
  public StoredGenerationLog(GenerationStore store, String region, FeePolicy fees) {
    this.store = store;
    this.region = region;
    this.fees = fees;
  }

  @Override
  public Money charged(Money cost) {
    return cost.plus(fees.ofUsage(cost));
  }

  @Override
  public boolean accepting() {
    return store.accepting();
  }

  @Override
  public CompletionStage<Void> append(GenerationRecord generation) {
    @SuppressWarnings("NullAway") // Void has no other value
    CompletionStage<Void> written = store.append(row(generation, region, fees)).thenApply(x -> x);
    return written;
  }

  /** The engine's record as it is kept. */
  static GenerationRow row(GenerationRecord generation, String region, FeePolicy fees) {
    CallContext context = generation.context();
    MeterReading reading = generation.reading();
    Finished finish = firstChoice(reading);
    RoutePlan plan = generation.plan();
    Failure failure = generation.failure();
    return new GenerationRow(
        context.generationId(),
        context.requestId(),
        owner(context.principal()),
        region,
        context.surface(),
        context.app(),
        context.sessionId(),
        generation.requested(),
        answeredBy(generation.served()),
        plan == null ? null : plan.strategy(),
        plan == null ? null : plan.catalogVersion(),
        plan == null || plan.notes().auto() == null ? null : plan.notes().auto().category(),
        context.receivedAt(),
        generation.timeToFirstEvent(),
        generation.duration(),
        generation.streamed(),
        outcome(generation),
        finish == null ? null : finish.reason(),
        finish == null ? null : finish.nativeReason(),
        failure == null ? null : failure.kind(),
        reading == null ? null : reading.usage(),
        reading != null && reading.source() == MeterReading.Source.ESTIMATED,
        generation.cost(),
        bill(generation, fees),
        attempts(generation),
        generation.cachedFrom());
  }

  private static Owner owner(Principal principal) {
    return new Owner(
        principal.organization(),
        principal.workspace(),
        principal.keyId(),
        principal.member(),
        principal.endUser());
  }

  private static @Nullable Bill bill(GenerationRecord generation, FeePolicy fees) {
    Cost cost = generation.cost();
    if (cost == null) {
      return null;
    }
    CallContext context = generation.context();
    return new Bill(
        context.receivedAt().plus(generation.duration()).truncatedTo(ChronoUnit.MICROS),
        fees.ofUsage(cost.total()),
        prepaid(context.principal()));
  }

  private static boolean prepaid(Principal principal) {
    for (SpendRule rule : principal.entitlements().quota().spend()) {
      if (rule instanceof CreditRule) {
        return true;
      }
    }
    return false;
  }

  private static Outcome outcome(GenerationRecord generation) {
    return switch (generation.outcome()) {
      case COMPLETED -> Outcome.COMPLETED;
      case FAILED -> generation.served() == null ? Outcome.FAILED : Outcome.BROKEN;
      case CANCELLED -> Outcome.CANCELLED;
    };
  }

  private static @Nullable AnsweredBy answeredBy(@Nullable Candidate served) {
    return served == null
        ? null
        : new AnsweredBy(
            served.endpoint().model(),
            served.endpoint().provider(),
            served.endpoint().id(),
            priceId(served));
  }

  private static @Nullable String priceId(Candidate candidate) {
    PriceVersion price = candidate.price();
    return price == null ? null : price.id();
  }

  private static @Nullable Finished firstChoice(@Nullable MeterReading reading) {
    if (reading == null) {
      return null;
    }
    for (Finished end : reading.finishes()) {
      if (end.choice() == 0) {
        return end;
      }
    }
    return null;
  }

  private static List<AttemptRow> attempts(GenerationRecord generation) {
    List<AttemptRow> rows = new ArrayList<>(generation.attempts().size());
    for (AttemptRecord attempt : generation.attempts()) {
      rows.add(attempt(attempt, generation.legs()));
    }
    return rows;
  }

  private static AttemptRow attempt(AttemptRecord attempt, List<Leg> legs) {
    Candidate candidate = attempt.candidate();
    Failure failure = attempt.failure();
    return new AttemptRow(
        attempt.number(),
        attempt.reason(),
        candidate.endpoint().id(),
        candidate.endpoint().provider(),
        candidate.endpoint().model(),
        candidate.endpoint().upstreamModel(),
        candidate.credential(),
        candidate.credentialOwner(),
        candidate.endpoint().region(),
        priceId(candidate),
        attempt.startedAt(),
        attempt.verdict(),
        failure == null ? null : failure.kind(),
        failure == null ? null : failure.upstreamStatus(),
        failure == null ? null : failure.upstreamCode(),
        attempt.timeToFirstEvent(),
        attempt.duration(),
        leg(attempt.number(), legs));
  }

  private static AttemptRow.@Nullable Leg leg(int number, List<Leg> legs) {
    for (Leg leg : legs) {
      if (leg.attempt() == number) {
        MeterReading reading = leg.reading();
        return new AttemptRow.Leg(
            leg.shown(),
            reading.usage().inputTokens(),
            reading.usage().outputTokens(),
            reading.source() == MeterReading.Source.ESTIMATED,
            leg.cost() == null ? null : leg.cost().total(),
            leg.seam());
      }
    }
    return null;
  }
}
