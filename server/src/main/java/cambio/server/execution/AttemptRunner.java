package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.NextStep;
import cambio.router.plan.Candidate;
import cambio.router.plan.PlanRefusal;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.server.upstream.AttemptCall;
import cambio.server.upstream.EndpointClient;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves calls up to the commit: plan, admission, and attempt after attempt until one commits. What
 * comes next is the policy's decision alone, a pure function of the plan, the history and the time;
 * so there is no state to lose between one attempt's end and the next one's beginning, and no
 * thread to park meanwhile. Everything of a call happens on its caller's event loop.
 */
final class AttemptRunner {

  private static final Logger log = LoggerFactory.getLogger(AttemptRunner.class);

  private final LivePlanner planner;
  private final Admission admission;
  private final EndpointClient endpoints;
  private final Settlement settlement;
  private final RetryAllowance retries;
  private final ExecutionLimits limits;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  AttemptRunner(
      LivePlanner planner,
      Admission admission,
      EndpointClient endpoints,
      Settlement settlement,
      RetryAllowance retries,
      ExecutionLimits limits,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.planner = planner;
    this.admission = admission;
    this.endpoints = endpoints;
    this.settlement = settlement;
    this.retries = retries;
    this.limits = limits;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Begins a call. On its event loop. */
  void begin(RoutedCall call) {
    step(call, () -> planAndAdmit(call));
  }

  /** The way on after whatever was waited for: a failed attempt, a pause, an admission. */
  private void proceed(RoutedCall call, RoutingFacts facts) {
    step(call, () -> next(call, facts));
  }

  /** Takes a step; one that gives a failure, or throws, was the last. */
  private void step(RoutedCall call, Supplier<@Nullable Failure> step) {
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
      settlement.failed(call, call.cancelled() ? RoutedCall.callerGone() : failure);
    }
  }

  private @Nullable Failure planAndAdmit(RoutedCall call) {
    retries.requested(clock.millis());
    RoutingFacts facts = planner.facts();
    RequestTraits traits = RequestTraits.of(call.call().request());
    RoutePlan plan = planner.plan(call.call(), traits, facts);
    call.planned(traits, plan, clock.instant());
    if (plan.candidates().isEmpty()) {
      return PlanRefusal.of(plan);
    }
    CompletableFuture<Admission.Decision> decision =
        admission.reserve(call.call(), plan).toCompletableFuture();
    if (decision.isDone()) {
      return admitted(call, decision.join(), facts);
    }
    // A store is asked. Whoever leaves meanwhile waits for its answer, which is bounded: only then
    // it is known what to give back.
    decision.whenCompleteAsync(
        (answer, thrown) -> {
          if (answer instanceof Admission.Admitted admitted) {
            call.admitted(admitted.reservation());
          }
          step(call, () -> admitted(call, decision.join(), facts));
        },
        call.loop());
    return null;
  }

  private @Nullable Failure admitted(
      RoutedCall call, Admission.Decision decision, RoutingFacts facts) {
    return switch (decision) {
      case Admission.Refused refused -> {
        call.limited(refused.limit());
        yield refused.failure();
      }
      case Admission.Admitted admitted -> {
        call.limited(admitted.limit());
        call.admitted(admitted.reservation());
        yield next(call, facts);
      }
    };
  }

  private @Nullable Failure next(RoutedCall call, RoutingFacts facts) {
    NextStep step =
        facts
            .attempts(call.call().request().stream())
            .next(
                call.requirePlan(),
                call.attempts(),
                planner.health(),
                clock.instant(),
                call.deadline(),
                retries.allowsRetry());
    return switch (step) {
      case NextStep.Stop(Failure failure) -> failure;
      case NextStep.Wait(Duration duration) -> {
        pause(call, duration, facts);
        yield null;
      }
      case NextStep.Try(Candidate candidate, Duration firstEventTimeout) -> {
        attempt(call, candidate, firstEventTimeout, facts);
        yield null;
      }
    };
  }

  private void pause(RoutedCall call, Duration duration, RoutingFacts facts) {
    Future<?> timer =
        call.loop().schedule(() -> proceed(call, facts), duration.toNanos(), TimeUnit.NANOSECONDS);
    call.onCancel(() -> {
      if (timer.cancel(false)) {
        proceed(call, facts);
      }
    });
  }

  private void attempt(
      RoutedCall call, Candidate candidate, Duration firstEventTimeout, RoutingFacts facts) {
    int number = call.attempts().size() + 1;
    if (number > 1) {
      retries.retried();
    }
    Instant now = clock.instant();
    int estimatedTokens = call.requireTraits().estimatedInputTokens();
    Attempt attempt = new Attempt(number, candidate, now, estimatedTokens, nanoTime);
    StreamRelay relay =
        new StreamRelay(call, attempt, limits, settlement, () -> succeeded(number), nanoTime);
    CommitGate gate =
        new CommitGate(
            call,
            attempt,
            limits,
            relay,
            failed -> {
              failed(call, failed);
              proceed(call, facts);
            },
            nanoTime);
    call.onCancel(() -> gate.abort(RoutedCall.callerGone()));
    gate.begin(firstEventTimeout);
    String id = call.context().generationId() + "-" + number;
    endpoints.start(
        new AttemptCall(number, candidate, call.call().request(), id, now, call.loop()), gate);
  }

  private void failed(RoutedCall call, AttemptRecord attempt) {
    Failure failure = attempt.failure();
    if (attempt.number() > 1 && failure != null && failure.kind() == FailureKind.RATE_LIMITED) {
      retries.retryRateLimited();
    }
    call.attempted(attempt);
  }

  private void succeeded(int number) {
    if (number > 1) {
      retries.retrySucceeded();
    }
  }
}
