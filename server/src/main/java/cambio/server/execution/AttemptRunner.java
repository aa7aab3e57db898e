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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one call on its virtual thread, up to the commit: plan, admission, and the one loop over
 * attempts. Decisions are made here and read from top to bottom; bytes never pass here.
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

  /** Runs until the answer commits or the call has failed. */
  void run(RoutedCall call) {
    @Nullable Failure failure;
    try {
      failure = serve(call);
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

  /** Null where the answer committed, else why there is none. */
  private @Nullable Failure serve(RoutedCall call) {
    RoutingFacts facts = planner.facts();
    RequestTraits traits = RequestTraits.of(call.call().request());
    RoutePlan plan = planner.plan(call.call(), traits, facts);
    call.planned(traits, plan, clock.instant());
    if (plan.candidates().isEmpty()) {
      return PlanRefusal.of(plan);
    }
    Failure refusal = admit(call, plan);
    return refusal != null ? refusal : attempts(call, plan, facts);
  }

  private @Nullable Failure admit(RoutedCall call, RoutePlan plan) {
    CompletableFuture<Admission.Decision> decision =
        admission.reserve(call.call(), plan).toCompletableFuture();
    call.await(decision);
    if (!decision.isDone()) {
      // The caller went first: what is reserved later is given back then.
      decision.thenAccept(late -> {
        if (late instanceof Admission.Admitted admitted) {
          admitted.reservation().release();
        }
      });
      return RoutedCall.callerGone();
    }
    return switch (decision.join()) {
      case Admission.Refused refused -> {
        call.limited(refused.limit());
        yield refused.failure();
      }
      case Admission.Admitted admitted -> {
        call.limited(admitted.limit());
        call.admitted(admitted.reservation());
        yield null;
      }
    };
  }

  private @Nullable Failure attempts(RoutedCall call, RoutePlan plan, RoutingFacts facts) {
    retries.requested(clock.millis());
    while (!call.cancelled()) {
      NextStep step =
          facts
              .attempts(call.call().request().stream())
              .next(
                  plan,
                  call.attempts(),
                  planner.health(),
                  clock.instant(),
                  call.deadline(),
                  retries.allowsRetry());
      switch (step) {
        case NextStep.Stop(Failure failure) -> {
          return failure;
        }
        case NextStep.Wait(Duration duration) -> call.park(duration);
        case NextStep.Try(Candidate candidate, Duration firstEventTimeout) -> {
          switch (attempt(call, candidate, firstEventTimeout)) {
            case AttemptOutcome.Committed committed -> {
              return null;
            }
            case AttemptOutcome.Failed(AttemptRecord attempt) -> failed(call, attempt);
          }
        }
      }
    }
    return RoutedCall.callerGone();
  }

  /** Makes one attempt on the event loop; the virtual thread is parked meanwhile. */
  private AttemptOutcome attempt(RoutedCall call, Candidate candidate, Duration timeout) {
    int number = call.attempts().size() + 1;
    if (number > 1) {
      retries.retried();
    }
    CompletableFuture<AttemptOutcome> outcome = new CompletableFuture<>();
    call.loop().execute(() -> start(call, number, candidate, timeout, outcome));
    return outcome.join();
  }

  private void start(
      RoutedCall call,
      int number,
      Candidate candidate,
      Duration timeout,
      CompletableFuture<AttemptOutcome> outcome) {
    try {
      Instant now = clock.instant();
      Attempt attempt =
          new Attempt(
              number, candidate, now, call.requireTraits().estimatedInputTokens(), nanoTime);
      StreamRelay relay =
          new StreamRelay(call, attempt, limits, settlement, () -> succeeded(number), nanoTime);
      CommitGate gate = new CommitGate(call, attempt, limits, relay, outcome, nanoTime);
      call.through(gate);
      gate.begin(timeout);
      endpoints.start(
          new AttemptCall(
              number,
              candidate,
              call.call().request(),
              call.context().generationId() + "-" + number,
              now,
              call.loop()),
          gate);
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
    }
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
