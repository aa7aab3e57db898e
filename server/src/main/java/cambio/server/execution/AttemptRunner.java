package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.NextStep;
import cambio.router.plan.Candidate;
import cambio.router.plan.PlanRefusal;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.server.upstream.AttemptCall;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
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
 * Serves one call up to the commit: plan, admission, and attempt after attempt until one commits.
 * What comes next is the policy's decision alone, a pure function of the plan, the history and the
 * time; so there is no state to lose between one attempt's end and the next one's beginning, and no
 * thread to park meanwhile. Everything happens on the caller's event loop.
 */
final class AttemptRunner implements AttemptRace.Judge {

  private static final Logger log = LoggerFactory.getLogger(AttemptRunner.class);

  private final RunnerParts parts;
  private final RoutedCall call;
  private final RoutingFacts facts;
  private final StreamRelay relay;

  AttemptRunner(RunnerParts parts, RoutedCall call) {
    this.parts = parts;
    this.call = call;
    this.facts = parts.planner().facts();
    this.relay = new StreamRelay(call, parts.limits(), parts.settlement(), parts.nanoTime());
  }

  /** Begins the call. On its event loop. */
  void begin() {
    step(this::planAndAdmit);
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

  private @Nullable Failure planAndAdmit() {
    parts.retries().requested(parts.clock().millis());
    RequestTraits traits = RequestTraits.of(call.call().request());
    RoutePlan plan = parts.planner().plan(call.call(), traits, facts);
    call.planned(traits, plan, parts.clock().instant());
    if (plan.candidates().isEmpty()) {
      return PlanRefusal.of(plan);
    }
    CompletableFuture<Admission.Decision> decision =
        parts.admission().reserve(call.call(), plan).toCompletableFuture();
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
        yield refused.failure();
      }
      case Admission.Admitted admitted -> {
        call.limited(admitted.limit());
        call.admitted(admitted.reservation());
        yield next();
      }
    };
  }

  private @Nullable Failure next() {
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
        AttemptRace race = new AttemptRace(this);
        call.onCancel(() -> race.abort(RoutedCall.callerGone()));
        attempt(race, candidate, firstEventTimeout);
        yield null;
      }
    };
  }

  private void pause(Duration duration) {
    Future<?> timer = call.loop().schedule(this::proceed, duration.toNanos(), TimeUnit.NANOSECONDS);
    call.onCancel(() -> {
      if (timer.cancel(false)) {
        proceed();
      }
    });
  }

  private void attempt(AttemptRace race, Candidate candidate, Duration firstEventTimeout) {
    int number = call.nextAttempt();
    if (number > 1) {
      parts.retries().retried();
    }
    Instant now = parts.clock().instant();
    int estimatedTokens = call.requireTraits().estimatedInputTokens();
    Attempt attempt = new Attempt(number, candidate, now, estimatedTokens, parts.nanoTime());
    CommitGate gate = new CommitGate(call, attempt, parts.limits(), relay, race, parts.nanoTime());
    race.enter(gate);
    gate.begin(firstEventTimeout);
    String id = call.context().generationId() + "-" + number;
    parts
        .endpoints()
        .start(
            new AttemptCall(number, candidate, call.call().request(), id, now, call.loop()), gate);
  }

  @Override
  public void won(Attempt attempt) {
    if (attempt.number() > 1) {
      parts.retries().retrySucceeded();
    }
  }

  @Override
  public void lost(AttemptRecord attempt, boolean last) {
    Failure failure = attempt.failure();
    if (attempt.number() > 1 && failure != null && failure.kind() == FailureKind.RATE_LIMITED) {
      parts.retries().retryRateLimited();
    }
    call.attempted(attempt);
    if (last) {
      proceed();
    }
  }
}
