package cambio.server.execution;

import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.HedgePolicy;
import cambio.router.attempt.NextStep;
import cambio.router.plan.Candidate;
import cambio.router.plan.PlanRefusal;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.router.resume.PartialAnswer;
import cambio.server.execution.ConversationMemory.Recollection;
import cambio.server.upstream.AttemptCall;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.request.GenerationRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one call: plan, admission, and attempt after attempt until one commits; and again where
 * the answer breaks off and can be carried on. What comes next is the policy's decision alone, a
 * pure function of the plan, the history and the time; so there is no state to lose between one
 * attempt's end and the next one's beginning, and no thread to park meanwhile. Everything happens
 * on the caller's event loop.
 */
final class AttemptRunner implements AttemptRace.Judge, StreamRelay.Successors {

  private static final Logger log = LoggerFactory.getLogger(AttemptRunner.class);

  private final RunnerParts parts;
  private final RoutedCall call;
  private final RoutingFacts facts;
  private final StreamRelay relay;
  private Recollection recalled = Recollection.NOTHING;
  private @Nullable Resumption resumption;

  AttemptRunner(RunnerParts parts, RoutedCall call) {
    this.parts = parts;
    this.call = call;
    this.facts = parts.planner().facts();
    this.relay = new StreamRelay(call, parts.limits(), parts.settlement(), this, parts.nanoTime());
  }

  /** Begins the call. On its event loop. */
  void begin() {
    step(this::findOut);
  }

  /** The way on after whatever was waited for: a failed attempt, a pause, an admission. */
  private void proceed() {
    step(this::next);
  }

  /** Takes a step; one that gives a failure, or throws, was the last. */
  private void step(Supplier<@Nullable Failure> step) {
    if (call.ended()) {
      return;
    }
    Failure failure;
    try {
      failure = call.cancelled() ? RoutedCall.callerGone() : step.get();
    } catch (FailureException e) {
      failure = e.failure();
    } catch (RuntimeException | Error e) {
      log.error("call {} failed inside the router", call.context().requestId(), e);
      failure =
          Failure.of(
              FailureKind.INTERNAL,
              "The router failed; the operator finds the reason under request id "
                  + call.context().requestId()
                  + ".");
    }
    if (failure != null) {
      parts.settlement().failed(call, call.cancelled() ? RoutedCall.callerGone() : failure);
    }
  }

  /** Asks where the conversation is held, which is at hand but for what another router knows. */
  private @Nullable Failure findOut() {
    parts.retries().requested(parts.clock().millis());
    RequestTraits traits = call.call().traits();
    CompletableFuture<?> ready = parts.planner().ready(call.call(), traits).toCompletableFuture();
    if (ready.isDone()) {
      return planAndAdmit(traits);
    }
    ready.whenCompleteAsync((nothing, thrown) -> step(() -> planAndAdmit(traits)), call.loop());
    return null;
  }

  private @Nullable Failure planAndAdmit(RequestTraits traits) {
    RoutePlan plan = parts.planner().plan(call.call(), traits, facts);
    call.planned(traits, plan, parts.clock().instant());
    if (plan.candidates().isEmpty()) {
      return PlanRefusal.of(plan);
    }
    CompletableFuture<Admission.Decision> decision =
        parts.admission().reserve(call.call(), traits, plan).toCompletableFuture();
    if (decision.isDone()) {
      return admitted(decision.join());
    }
    // A store is asked. Whoever leaves meanwhile waits for its answer, which is bounded: only then
    // it is known what to give back.
    decision.whenCompleteAsync(
        (answer, thrown) -> {
          if (answer instanceof Admission.Admitted admitted) {
            call.admitted(admitted.reservation());
          }
          step(() -> admitted(decision.join()));
        },
        call.loop());
    return null;
  }

  private @Nullable Failure admitted(Admission.Decision decision) {
    return switch (decision) {
      case Admission.Refused refused -> {
        call.limited(refused.limit());
        call.refusedBy(refused.limitSource());
        yield refused.failure();
      }
      case Admission.Admitted admitted -> {
        call.limited(admitted.limit());
        call.afforded(admitted.plan(), admitted.budget());
        call.admitted(admitted.reservation());
        yield recall();
      }
    };
  }

  /** Asks what is known of the conversation, which is at hand but for what another router kept. */
  private @Nullable Failure recall() {
    CompletableFuture<Recollection> known =
        parts.memory().recall(call.call(), call.requirePlan()).toCompletableFuture();
    if (known.isDone()) {
      recalled = known.join();
      return next();
    }
    known.whenCompleteAsync(
        (recollection, thrown) -> {
          recalled = thrown == null ? recollection : Recollection.NOTHING;
          proceed();
        },
        call.loop());
    return null;
  }

  private @Nullable Failure next() {
    Resumption broken = resumption;
    Resumption.Break at = broken == null ? null : broken.lastBreak();
    return broken == null || at == null ? nextAnswer() : nextRest(broken, at);
  }

  /** The next attempt to answer. */
  private @Nullable Failure nextAnswer() {
    NextStep step =
        facts
            .attempts(call.call().request().stream())
            .next(
                call.requirePlan(),
                call.attempts(),
                parts.planner().health(),
                parts.clock().instant(),
                call.deadline(),
                parts.retries().allowsRetry());
    return switch (step) {
      case NextStep.Stop(Failure failure) -> failure;
      case NextStep.Wait(Duration duration) -> {
        pause(duration);
        yield null;
      }
      case NextStep.Try(Candidate candidate, Duration firstEventTimeout) -> {
        AttemptRace race = newRace();
        Attempt attempt = start(race, reason(candidate), candidate, null, firstEventTimeout);
        hedgeLater(race, attempt);
        yield null;
      }
    };
  }

  private AttemptReason reason(Candidate candidate) {
    if (call.attempts().isEmpty()) {
      return AttemptReason.FIRST;
    }
    for (AttemptRecord attempt : call.attempts()) {
      if (attempt.candidate().equals(candidate)) {
        return AttemptReason.RETRY;
      }
    }
    return AttemptReason.FALLBACK;
  }

  /** The next attempt to carry the answer on from where it broke off. */
  private @Nullable Failure nextRest(Resumption resuming, Resumption.Break at) {
    NextStep.Try next =
        resuming.next(
            at, parts.planner().health(), parts.clock().instant(), parts.retries().allowsRetry());
    if (next == null) {
      return at.failure();
    }
    start(newRace(), AttemptReason.RESUME, next.candidate(), at, next.firstEventTimeout());
    return null;
  }

  /** A race that the caller's leaving ends, from before its first attempt on. */
  private AttemptRace newRace() {
    AttemptRace race = new AttemptRace(this);
    call.onCancel(() -> race.abort(RoutedCall.callerGone()));
    return race;
  }

  /** Lets a second attempt run beside this one where it is slow to begin, if that is asked for. */
  private void hedgeLater(AttemptRace race, Attempt first) {
    Delivery delivery = call.call().delivery();
    boolean wanted = delivery.hedge() == null ? facts.hedge() : delivery.hedge();
    if (!wanted || !call.call().request().stream() || !race.open()) {
      return;
    }
    parts.hedges().requested();
    Duration delay = delivery.hedgeDelay();
    if (delay == null) {
      String endpoint = first.candidate().endpoint().id();
      delay = HedgePolicy.delay(parts.planner().health().endpoint(endpoint));
    }
    if (delay != null) {
      Future<?> timer =
          call.loop().schedule(() -> hedge(race, first), delay.toNanos(), TimeUnit.NANOSECONDS);
      call.onCancel(() -> {
        timer.cancel(false);
        race.abort(RoutedCall.callerGone());
      });
    }
  }

  private void hedge(AttemptRace race, Attempt slow) {
    if (!race.open()) {
      return;
    }
    NextStep.Try next =
        new HedgePolicy(facts.attempts(true))
            .beside(
                call.requirePlan(),
                call.attempts(),
                slow.soFar(),
                parts.planner().health(),
                parts.clock().instant(),
                call.deadline());
    if (next != null && parts.hedges().take()) {
      start(race, AttemptReason.HEDGE, next.candidate(), null, next.firstEventTimeout());
    }
  }

  private void pause(Duration duration) {
    Future<?> timer = call.loop().schedule(this::proceed, duration.toNanos(), TimeUnit.NANOSECONDS);
    call.onCancel(() -> {
      if (timer.cancel(false)) {
        proceed();
      }
    });
  }

  private Attempt start(
      AttemptRace race,
      AttemptReason reason,
      Candidate candidate,
      Resumption.@Nullable Break at,
      Duration firstEventTimeout) {
    int number = call.nextAttempt();
    if (number > 1 && reason != AttemptReason.HEDGE) {
      parts.retries().retried();
    }
    GenerationRequest request =
        at == null
            ? recalled.restore(call.call().request(), candidate.endpoint())
            : at.rest().request();
    RequestTraits traits = at == null ? call.requireTraits() : RequestTraits.of(request);
    Instant now = parts.clock().instant();
    Attempt attempt =
        new Attempt(
            number,
            reason,
            candidate,
            at == null ? null : at.seam(),
            now,
            traits.expectedUsage(),
            parts.nanoTime());
    AnswerRest rest = at == null ? null : new AnswerRest(at.rest());
    AnswerCheck check = parts.checks().of(call.call());
    CommitGate gate =
        new CommitGate(call, attempt, parts.limits(), relay, race, rest, check, parts.nanoTime());
    race.enter(gate);
    gate.begin(firstEventTimeout);
    String id = call.context().generationId() + "-" + number;
    parts
        .endpoints()
        .start(
            new AttemptCall(
                number,
                reason,
                candidate,
                Clamp.within(request, call.reservation()),
                call.call().embedding(),
                id,
                now,
                call.loop()),
            gate);
    return attempt;
  }

  @Override
  public void won(Attempt attempt) {
    if (attempt.number() > 1 && attempt.reason() != AttemptReason.HEDGE) {
      parts.retries().retrySucceeded();
    }
    if (resumption != null) {
      resumption.mended();
    }
  }

  @Override
  public @Nullable PartialAnswer kept(Attempt first) {
    resumption = Resumption.of(call, facts, first);
    return resumption == null ? null : resumption.partial();
  }

  @Override
  public void completed(Attempt last) {
    try {
      parts
          .planner()
          .answered(call.call(), call.requireTraits(), last.candidate(), last.reading().usage());
    } catch (RuntimeException e) {
      log.error("a conversation could not be held", e);
    }
  }

  @Override
  public boolean takeOver(Failure failure) {
    if (resumption == null
        || call.cancelled()
        || !resumption.breaksOff(failure, parts.clock().instant(), parts.limits().streamIdle())) {
      return false;
    }
    proceed();
    return true;
  }

  @Override
  public void lost(AttemptRecord attempt, boolean last) {
    Failure failure = attempt.failure();
    if (attempt.number() > 1
        && attempt.reason() != AttemptReason.HEDGE
        && failure != null
        && failure.kind() == FailureKind.RATE_LIMITED) {
      parts.retries().retryRateLimited();
    }
    call.attempted(attempt);
    if (last) {
      proceed();
    }
  }

  @Override
  public void outrun(Attempt attempt, AttemptRecord record) {
    call.outrun(attempt, record);
  }
}
