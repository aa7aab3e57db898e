package cambio.router.sim;

import cambio.router.attempt.AttemptHealth;
import cambio.router.attempt.AttemptLimits;
import cambio.router.attempt.AttemptPolicy;
import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.FailureTable;
import cambio.router.attempt.NextStep;
import cambio.router.attempt.RetryBudget;
import cambio.router.health.HealthBook;
import cambio.router.health.Outcome;
import cambio.router.plan.Candidate;
import cambio.router.plan.PlanContext;
import cambio.router.plan.Principal;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.router.plan.RoutePlanner;
import cambio.router.plan.RouteRequest;
import cambio.router.plan.RoutingPolicy;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The router itself: its planner, its attempt policy, its retry budget and its health book. */
final class RouterContestant implements Contestant {

  private final Market market;
  private final Scenario scenario;
  private final RouteRequest request;
  private final RoutePlanner planner;
  private final AttemptPolicy attempts = new AttemptPolicy(AttemptLimits.standard());
  private final HealthBook health = new HealthBook();
  private final SplittableRandom random;
  private RetryBudget budget = RetryBudget.standard();

  RouterContestant(Market market, Scenario scenario, Strategy strategy, SplittableRandom random) {
    this.market = market;
    this.scenario = scenario;
    this.random = random;
    this.request = new RouteRequest(List.of(Market.MODEL), strategy.preferences());
    this.planner =
        new RoutePlanner(
            new RoutingPolicy(strategy.policy(), RoutingPolicy.UnknownPrice.REFUSE, 0));
  }

  @Override
  public Course request(RequestTraits traits, double now) {
    Instant instant = Market.instant(now);
    PlanContext context =
        new PlanContext(
            market.catalog(), health.snapshot(instant), market.availability(), instant, random);
    budget = budget.requested(instant.toEpochMilli());
    return new RoutedCourse(
        planner.plan(request, traits, Principal.anonymous(), context),
        Market.instant(now + scenario.deadlineSeconds()));
  }

  private final class RoutedCourse implements Course {
    private final RoutePlan plan;
    private final Instant deadline;
    private final List<AttemptRecord> history = new ArrayList<>(2);
    private @Nullable Candidate current;
    private Instant startedAt = Instant.MIN;

    RoutedCourse(RoutePlan plan, Instant deadline) {
      this.plan = plan;
      this.deadline = deadline;
    }

    @Override
    public Move next(double now) {
      if (plan.candidates().isEmpty()) {
        return new Move.GiveUp();
      }
      Instant instant = Market.instant(now);
      NextStep step =
          attempts.next(
              plan, history, health.snapshot(instant), instant, deadline, budget.allowsRetry());
      return switch (step) {
        case NextStep.Try attempt -> {
          budget = history.isEmpty() ? budget : budget.retried();
          current = attempt.candidate();
          startedAt = instant;
          health.started(current.endpoint().id(), instant);
          yield new Move.Call(
              market.indexOf(current.endpoint()), Market.seconds(attempt.firstEventTimeout()));
        }
        case NextStep.Wait wait -> new Move.Pause(Market.seconds(wait.duration()));
        case NextStep.Stop stop -> new Move.GiveUp();
      };
    }

    @Override
    public void failed(int endpoint, FailureKind kind, double seconds, double now) {
      Candidate candidate = candidate();
      Failure failure = Failure.of(kind, "simulated");
      if (kind == FailureKind.RATE_LIMITED && scenario.retryAfterSeconds() > 0) {
        failure = failure.withRetryAfter(Market.duration(scenario.retryAfterSeconds()));
      }
      AttemptRecord record =
          new AttemptRecord(
              history.size() + 1,
              history.isEmpty() ? AttemptReason.FIRST : AttemptReason.FALLBACK,
              candidate,
              startedAt,
              failure,
              FailureTable.of(kind).verdict(),
              null,
              Market.duration(seconds));
      if (!history.isEmpty() && kind == FailureKind.RATE_LIMITED) {
        budget = budget.retryRateLimited();
      }
      history.add(record);
      ended(candidate, AttemptHealth.of(record, null), now);
    }

    @Override
    public void answered(int endpoint, double firstEvent, double now) {
      health.answered(candidate().endpoint().id(), Market.instant(now));
      if (!history.isEmpty()) {
        budget = budget.retrySucceeded();
      }
    }

    @Override
    public void completed(int endpoint, double firstEvent, double tokensPerSecond, double now) {
      ended(candidate(), Outcome.success(firstEvent, tokensPerSecond), now);
    }

    private void ended(Candidate candidate, Outcome outcome, double now) {
      health.ended(candidate.endpoint().id(), candidate.credential(), outcome, Market.instant(now));
    }

    private Candidate candidate() {
      if (current == null) {
        throw new IllegalStateException("nothing was tried");
      }
      return current;
    }
  }
}
