package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.plan.Candidate;
import cambio.router.quota.HoldLadder;
import cambio.router.quota.HoldLevel;
import cambio.router.quota.OutputForecast;
import cambio.router.quota.Scope;
import cambio.router.quota.TopUp;
import cambio.server.execution.Admission.Reservation;
import cambio.server.execution.Admission.Topped;
import cambio.server.execution.Charge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The lease of a call, from its admission to its end. */
final class HeldReservation implements Reservation {

  private final Books books;
  private final Lease lease;
  private final Terms terms;
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * Where it is held.
   *
   * @param here the store that holds it
   * @param shared the store that all routers share, which may be the same one
   */
  record Books(QuotaBooks here, QuotaBooks shared, WaitingLine line, OutputForecast forecast) {}

  /**
   * What it was made for.
   *
   * @param candidates those that it pays for
   * @param keyId whose answers are learned from
   * @param choices how many alternatives the call asks for
   * @param growing whether it can grow while the answer comes
   */
  record Terms(
      HoldLadder ladder, List<Candidate> candidates, String keyId, int choices, boolean growing) {}

  HeldReservation(Books books, Lease lease, Terms terms) {
    this.books = books;
    this.lease = lease;
    this.terms = terms;
  }

  @Override
  public long outputTokensMax() {
    HoldLevel held = lease.held();
    return held == null || terms.growing || held.outputTokens() >= most()
        ? UNBOUNDED
        : Math.max(1, held.outputTokens() / terms.choices);
  }

  @Override
  public long outputTokensHeld() {
    HoldLevel held = lease.held();
    return held == null || !terms.growing || held.outputTokens() >= most()
        ? UNBOUNDED
        : held.outputTokens();
  }

  private long most() {
    return terms.ladder.mostTokens(terms.candidates);
  }

  @Override
  public CompletionStage<Topped> extend(long outputTokensUsed) {
    HoldLevel held = lease.held();
    if (held == null || over.get()) {
      return CompletableFuture.completedFuture(Topped.GRANTED);
    }
    long next = TopUp.next(outputTokensUsed, held.outputTokens(), most());
    long least = TopUp.least(outputTokensUsed, held.outputTokens(), most());
    List<HoldLevel> steps = new ArrayList<>(2);
    steps.add(step(held, next));
    if (least < next) {
      steps.add(step(held, least));
    }
    LeaseRequest first = paying().getFirst();
    return books
        .line
        .askAhead(
            first.root(),
            () -> grow(paying(), 0, steps),
            answer -> answer instanceof LeaseAnswer.SpendRefused refused && refused.heldOnly())
        .handle((answer, failure) -> {
          if (failure != null) {
            // A running answer is not broken off because a store is away: it may go on to its end.
            lease.grew(new HoldLevel(held.amount(), most(), HoldLevel.Fit.AFFORDABLE));
            return Topped.GRANTED;
          }
          return answer instanceof LeaseAnswer.Granted ? Topped.GRANTED : Topped.REFUSED;
        });
  }

  private List<LeaseRequest> paying() {
    return lease.parts().stream().filter(part -> !part.spend().isEmpty()).toList();
  }

  private HoldLevel step(HoldLevel held, long tokens) {
    Money dearest = held.amount();
    for (Candidate candidate : terms.candidates) {
      Money amount = terms.ladder.ceiling(candidate, tokens);
      dearest = amount.compareTo(dearest) > 0 ? amount : dearest;
    }
    return new HoldLevel(dearest.minus(held.amount()), tokens, HoldLevel.Fit.AFFORDABLE);
  }

  private CompletionStage<LeaseAnswer> grow(
      List<LeaseRequest> parts, int index, List<HoldLevel> steps) {
    LeaseRequest part = parts.get(index);
    LeaseRequest more =
        new LeaseRequest(
            part.root(), lease.id(), part.spend(), steps, List.of(), false, true, part.ttl());
    return books
        .here
        .desk()
        .extend(more)
        .thenCompose(answer ->
            switch (answer) {
              case LeaseAnswer.Granted granted -> {
                HoldLevel step = steps.get(granted.level());
                if (index + 1 < parts.size()) {
                  yield grow(parts, index + 1, List.of(step));
                }
                grew(step);
                yield CompletableFuture.completedFuture(granted);
              }
              // The store forgot it; the keeper takes it again in its turn, at what is recorded
              // here.
              case LeaseAnswer.Unknown unknown -> {
                grew(steps.getLast());
                yield CompletableFuture.completedFuture(granted());
              }
              case LeaseAnswer.SpendRefused refused -> CompletableFuture.completedFuture(refused);
              case LeaseAnswer.RateRefused refused -> CompletableFuture.completedFuture(refused);
              case LeaseAnswer.SliceShort shortage -> CompletableFuture.completedFuture(shortage);
              case LeaseAnswer.Rebuild rebuild -> CompletableFuture.completedFuture(rebuild);
            });
  }

  private static LeaseAnswer granted() {
    return new LeaseAnswer.Granted(0, List.of(), List.of(), List.of());
  }

  private void grew(HoldLevel step) {
    HoldLevel held = lease.held();
    if (held != null) {
      Money sum = held.amount().plus(step.amount());
      lease.grew(new HoldLevel(sum, step.outputTokens(), HoldLevel.Fit.AFFORDABLE));
    }
  }

  @Override
  public void settle(Charge charge) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    books.forecast.learn(terms.keyId, charge.model(), charge.outputTokens() / terms.choices);
    long tokens = charge.inputTokens() + charge.outputTokens();
    for (LeaseRequest part : lease.parts()) {
      List<String> counters = counters(part, charge.model());
      SettleRequest end =
          new SettleRequest(part.root(), lease.id(), charge.cost(), tokens, counters);
      books.here.keeper().settle(end);
      if (lease.local() && !counters.isEmpty()) {
        // The shared store learns that it missed a cost, and will ask the ledger.
        books.shared.keeper().missed(end);
      }
    }
    ended();
  }

  private static List<String> counters(LeaseRequest part, String model) {
    return part.spend().stream()
        .filter(line -> line.scope() != Scope.MODEL || line.subject().endsWith("/" + model))
        .map(SpendLine::counter)
        .toList();
  }

  @Override
  public void release() {
    if (over.compareAndSet(false, true)) {
      for (LeaseRequest part : lease.parts()) {
        books.here.keeper().tell(() -> books.here.store().release(part.root(), lease.id(), false));
      }
      ended();
    }
  }

  private void ended() {
    books.here.keeper().ended(lease);
    books.line.freed(lease.parts().getFirst().root());
  }

  @Nullable HoldLevel held() {
    return lease.held();
  }
}
