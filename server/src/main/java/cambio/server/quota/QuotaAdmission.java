package cambio.server.quota;

import cambio.router.ledger.FeePolicy;
import cambio.router.money.Money;
import cambio.router.plan.Candidate;
import cambio.router.plan.Principal;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.router.quota.HoldLadder;
import cambio.router.quota.HoldLevel;
import cambio.router.quota.OutputForecast;
import cambio.router.quota.QuotaRules;
import cambio.server.execution.Admission;
import cambio.server.execution.GenerationCall;
import cambio.spi.FailureException;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.ReasoningEffort;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits calls by their limits and budgets: all of them are leased in one step, at the dearest
 * candidate that may be tried, before anything is sent.
 */
public final class QuotaAdmission implements Admission {

  private static final Logger log = LoggerFactory.getLogger(QuotaAdmission.class);

  private final Supplier<QuotaRules> house;
  private final FeePolicy fees;
  private final QuotaBooks shared;
  private final LocalAllowance local;
  private final OutputForecast forecast;
  private final WaitingLine line;
  private final InstantSource clock;
  private final Duration ttl;

  QuotaAdmission(
      Supplier<QuotaRules> house,
      FeePolicy fees,
      QuotaBooks shared,
      LocalAllowance local,
      OutputForecast forecast,
      WaitingLine line,
      InstantSource clock,
      Duration ttl) {
    this.house = house;
    this.fees = fees;
    this.shared = shared;
    this.local = local;
    this.forecast = forecast;
    this.line = line;
    this.clock = clock;
    this.ttl = ttl;
  }

  @Override
  public CompletionStage<Decision> reserve(
      GenerationCall call, RequestTraits traits, RoutePlan plan) {
    Principal principal = call.context().principal();
    QuotaRules rules = principal.entitlements().quota().and(house.get());
    if (rules.isEmpty()) {
      return unbounded(plan);
    }
    return admit(call, traits, plan, rules, true);
  }

  /**
   * Admits a call under rules.
   *
   * @param whole whether all candidates are to be paid for, while the budget of one model must not
   *     decide for the others
   */
  private CompletionStage<Decision> admit(
      GenerationCall call, RequestTraits traits, RoutePlan plan, QuotaRules rules, boolean whole) {
    Principal principal = call.context().principal();
    List<String> models = ModelBudgets.models(plan);
    String model = models.getFirst();
    Instant now = clock.instant();
    long usual = forecast.tokens(principal.keyId(), model);
    boolean growing = call.request().stream() && !hidesReasoning(call.request(), plan);
    // What cannot grow is cut off where it ends: one in ten would be too many.
    long held = growing ? usual : forecast.longest(principal.keyId(), model);
    HoldLadder ladder = new HoldLadder(traits, now, fees);
    List<HoldLevel> levels =
        rules.spend().isEmpty() ? List.of() : ladder.levels(plan.candidates(), held, growing);
    long output = Math.min(usual * traits.choices(), ladder.mostTokens(plan.candidates()));
    List<CallSubjects> subjects = new ArrayList<>(models.size());
    for (String each : models) {
      subjects.add(CallSubjects.of(principal, each));
    }
    CallLines lines =
        CallLines.of(
            rules, subjects, traits.estimatedInputTokens() + output, !levels.isEmpty(), now);
    if (lines.isEmpty()) {
      return unbounded(plan);
    }
    Inquiry inquiry = new Inquiry(call, traits, plan, ladder, levels, lines, growing);
    return whole && ModelBudgets.several(lines.spend()) ? admitWhole(inquiry, rules) : ask(inquiry);
  }

  @Override
  public CompletionStage<Decision> pass(GenerationCall call, RoutePlan plan) {
    Principal principal = call.context().principal();
    QuotaRules rules = principal.entitlements().quota().and(house.get()).requests();
    if (rules.isEmpty()) {
      return unbounded(plan);
    }
    Instant now = clock.instant();
    String model = plan.candidates().getFirst().endpoint().model();
    CallLines lines =
        CallLines.of(rules, List.of(CallSubjects.of(principal, model)), 0, false, now);
    if (lines.isEmpty()) {
      return unbounded(plan);
    }
    RequestTraits traits = call.traits();
    HoldLadder ladder = new HoldLadder(traits, now, fees);
    return ask(new Inquiry(call, traits, plan, ladder, List.of(), lines, false));
  }

  private CompletionStage<Decision> ask(Inquiry inquiry) {
    return line.ask(
            inquiry.root(),
            () -> ask(inquiry, shared, inquiry.lines, true),
            answer ->
                answer.answer instanceof LeaseAnswer.SpendRefused refused && refused.heldOnly())
        .thenCompose(answer -> impatient(inquiry, answer))
        .handle((answer, failure) -> decided(inquiry, answer, failure))
        .thenCompose(decision -> decision);
  }

  private CompletionStage<Decision> decided(
      Inquiry inquiry, @Nullable Reply reply, @Nullable Throwable failure) {
    return reply != null
        ? CompletableFuture.completedFuture(decision(inquiry, shared, reply))
        : withoutStore(inquiry, Objects.requireNonNull(failure, "neither reply nor failure"));
  }

  /**
   * Asks for what pays for every candidate. A model whose own budget does not allow that is left
   * out; where another budget does not, less may do.
   */
  private CompletionStage<Decision> admitWhole(Inquiry inquiry, QuotaRules rules) {
    List<HoldLevel> all =
        inquiry.levels.stream()
            .filter(level ->
                inquiry.plan.candidates().stream()
                    .allMatch(candidate -> inquiry.ladder.covers(level, candidate)))
            .toList();
    Inquiry demanding =
        new Inquiry(
            inquiry.call,
            inquiry.traits,
            inquiry.plan,
            inquiry.ladder,
            all,
            inquiry.lines,
            inquiry.growing);
    return ask(demanding, shared, inquiry.lines, false)
        .handle((reply, failure) -> {
          if (reply == null || reply.lease != null) {
            return decided(demanding, reply, failure);
          }
          String spent = ModelBudgets.refusing(reply.answer, reply.spend, inquiry.plan);
          RoutePlan plan = spent == null ? inquiry.plan : ModelBudgets.without(inquiry.plan, spent);
          return admit(inquiry.call, inquiry.traits, plan, rules, spent != null);
        })
        .thenCompose(decision -> decision);
  }

  /** What is asked for a call. */
  private record Inquiry(
      GenerationCall call,
      RequestTraits traits,
      RoutePlan plan,
      HoldLadder ladder,
      List<HoldLevel> levels,
      CallLines lines,
      boolean growing) {

    String id() {
      return call.context().generationId();
    }

    String root() {
      return CallSubjects.of(call.context().principal(), "").root();
    }
  }

  /**
   * What the roots answered.
   *
   * @param spend the budgets that were asked, in the order of the answer's lines
   * @param lease what is held; null where it was refused
   */
  private record Reply(
      LeaseAnswer answer,
      List<SpendLine> spend,
      List<RateLine> rates,
      List<Money> left,
      List<RateReading> readings,
      @Nullable Lease lease) {}

  private static CompletionStage<Decision> unbounded(RoutePlan plan) {
    return CompletableFuture.completedFuture(new Admitted(Reservation.none(), plan, null, null));
  }

  /** Whether tokens may be generated that nobody sees come. */
  private static boolean hidesReasoning(GenerationRequest request, RoutePlan plan) {
    if (request.reasoning() != null && request.reasoning().effort() == ReasoningEffort.NONE) {
      return false;
    }
    for (Candidate candidate : plan.candidates()) {
      if (Boolean.TRUE.equals(candidate.endpoint().capabilities().reasoning())) {
        return true;
      }
    }
    return false;
  }

  /** Waiting was in vain: what is there may do for a shorter answer. */
  private CompletionStage<Reply> impatient(Inquiry inquiry, Reply reply) {
    boolean less =
        reply.answer instanceof LeaseAnswer.SpendRefused refused
            && refused.heldOnly()
            && inquiry.levels.getFirst().fit() == HoldLevel.Fit.WORTH_WAITING;
    return less
        ? ask(inquiry, shared, inquiry.lines, false)
        : CompletableFuture.completedFuture(reply);
  }

  private CompletionStage<Reply> ask(
      Inquiry inquiry, QuotaBooks books, CallLines lines, boolean patient) {
    LeaseRequest own =
        new LeaseRequest(
            inquiry.root(),
            inquiry.id(),
            lines.spend(),
            lines.spend().isEmpty() && lines.poolSpend().isEmpty() ? List.of() : inquiry.levels,
            lines.rates(),
            patient,
            true,
            lines.passesBy() ? Duration.ZERO : ttl);
    return books
        .desk()
        .reserve(own)
        .thenCompose(answer ->
            answer instanceof LeaseAnswer.Granted granted
                ? widen(inquiry, books, lines, own, granted)
                : CompletableFuture.completedFuture(
                    new Reply(answer, lines.spend(), lines.rates(), List.of(), List.of(), null)));
  }

  /** Asks the organisation's root for what is counted there; gives all back where it refuses. */
  private CompletionStage<Reply> widen(
      Inquiry inquiry,
      QuotaBooks books,
      CallLines lines,
      LeaseRequest own,
      LeaseAnswer.Granted granted) {
    HoldLevel level = level(inquiry, lines, granted);
    if (lines.wideIsEmpty()) {
      Lease lease = new Lease(inquiry.id(), List.of(own), level, books != shared);
      return CompletableFuture.completedFuture(
          new Reply(granted, lines.spend(), lines.rates(), granted.left(), granted.rates(), lease));
    }
    String organization = inquiry.call.context().principal().organization();
    LeaseRequest wide =
        new LeaseRequest(
            SliceDesk.pool(organization),
            inquiry.id(),
            lines.poolSpend(),
            lines.poolSpend().isEmpty() || level == null ? List.of() : List.of(level),
            lines.poolRates(),
            false,
            true,
            ttl);
    return books
        .desk()
        .reserve(wide)
        .handle((answer, failure) -> {
          if (failure == null && answer instanceof LeaseAnswer.Granted also) {
            List<Money> left = new ArrayList<>(granted.left());
            left.addAll(also.left());
            List<RateReading> readings = new ArrayList<>(granted.rates());
            readings.addAll(also.rates());
            Lease lease = new Lease(inquiry.id(), List.of(own, wide), level, books != shared);
            return new Reply(granted, lines.allSpend(), lines.allRates(), left, readings, lease);
          }
          books.keeper().tell(() -> books.store().release(own.root(), own.leaseId(), true));
          if (failure != null) {
            throw new CompletionException(failure);
          }
          return new Reply(
              answer, lines.poolSpend(), lines.poolRates(), List.of(), List.of(), null);
        });
  }

  private static @Nullable HoldLevel level(
      Inquiry inquiry, CallLines lines, LeaseAnswer.Granted granted) {
    if (granted.level() >= 0) {
      return inquiry.levels.get(granted.level());
    }
    // Only the organisation's root holds money: it is asked for the most.
    return lines.poolSpend().isEmpty() ? null : inquiry.levels.getFirst();
  }

  private Decision decision(Inquiry inquiry, QuotaBooks books, Reply reply) {
    Lease lease = reply.lease;
    if (lease != null) {
      return admitted(inquiry, books, reply, lease);
    }
    return switch (reply.answer) {
      case LeaseAnswer.RateRefused refused ->
          QuotaRefusal.rate(reply.rates.get(refused.line()), refused.reading());
      // This router's own part of a budget is used up, because the shared store is away: the
      // caller's money is not.
      case LeaseAnswer.SpendRefused refused when books != shared -> QuotaRefusal.away();
      case LeaseAnswer.SpendRefused refused -> {
        HoldLevel least = inquiry.levels.getLast();
        long affordable =
            Affordable.tokens(inquiry.plan, inquiry.ladder, least.outputTokens(), refused.free());
        yield QuotaRefusal.spend(reply.spend.get(refused.line()), refused, least, affordable);
      }
      case LeaseAnswer.Granted granted -> throw new IllegalStateException("granted, but no lease");
      case LeaseAnswer.SliceShort shortage -> QuotaRefusal.away();
      case LeaseAnswer.Rebuild rebuild -> QuotaRefusal.away();
      case LeaseAnswer.Unknown unknown -> QuotaRefusal.away();
    };
  }

  private Decision admitted(Inquiry inquiry, QuotaBooks books, Reply reply, Lease lease) {
    if (lease.parts().getFirst().ttl().isZero()) {
      return new Admitted(
          Reservation.none(), inquiry.plan, Standing.ofRates(reply.rates, reply.readings), null);
    }
    books.keeper().began(lease);
    RoutePlan plan = Affordable.plan(inquiry.plan, inquiry.ladder, lease.held());
    HeldReservation reservation =
        new HeldReservation(
            new HeldReservation.Books(books, shared, line, forecast),
            lease,
            new HeldReservation.Terms(
                inquiry.ladder,
                plan.candidates(),
                inquiry.call.context().principal().keyId(),
                Math.max(1, inquiry.traits.choices()),
                inquiry.growing));
    return new Admitted(
        reservation,
        plan,
        Standing.ofRates(reply.rates, reply.readings),
        Standing.ofBudgets(reply.spend, reply.left, books.desk()));
  }

  /** The shared store does not answer: each rule says what then. */
  private CompletableFuture<Decision> withoutStore(Inquiry inquiry, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!(cause instanceof GuardedQuotaStore.Away)) {
      // That the ledger is away is told once, by who looks for it.
      if (!(cause instanceof FailureException)) {
        log.warn("the limits of {} could not be checked: {}", inquiry.id(), cause.toString());
      }
      // It may have been heard all the same.
      shared.keeper().tell(() -> shared.store().release(inquiry.root(), inquiry.id(), true));
    }
    CallLines lines = local.lines(inquiry.lines);
    if (lines == null) {
      return CompletableFuture.completedFuture(QuotaRefusal.away());
    }
    return ask(inquiry, local.books(), lines, false)
        .thenApply(answer -> decision(inquiry, local.books(), answer))
        .toCompletableFuture();
  }
}
