package cambio.router.resume;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.TestCatalog;
import cambio.router.TestPreferences;
import cambio.router.attempt.AttemptLimits;
import cambio.router.attempt.AttemptPolicy;
import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.FailureTable;
import cambio.router.attempt.NextStep;
import cambio.router.health.HealthBook;
import cambio.router.health.HealthSnapshot;
import cambio.router.health.Outcome;
import cambio.router.plan.Availability;
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
import cambio.spi.Parameter;
import cambio.spi.ParameterSupport;
import cambio.spi.ParameterTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResumePolicyTest {

  private static final String MODEL = "acme/large";
  private static final Instant NOW = TestCatalog.NOW;

  private final ResumePolicy policy = new ResumePolicy(new AttemptPolicy(AttemptLimits.standard()));
  private final List<AttemptRecord> history = new ArrayList<>();

  private static TestCatalog catalog() {
    return new TestCatalog()
        .endpoint("a", MODEL, "1", spec -> spec)
        .endpoint("b", MODEL, "1", spec -> spec)
        .endpoint("c", MODEL, "1", spec -> spec)
        .endpoint("a", "acme/other", "1", spec -> spec);
  }

  private static RoutePlan plan() {
    return new RoutePlanner(RoutingPolicy.standard())
        .plan(
            new RouteRequest(
                List.of(MODEL, "acme/other"), new TestPreferences().order("a", "b", "c").build()),
            RequestTraits.chat(100, null),
            Principal.anonymous(),
            new PlanContext(
                catalog().snapshot(),
                HealthSnapshot.unknown(),
                catalog().availability(),
                NOW,
                new SplittableRandom(1)));
  }

  /** Only these providers carry a prefix on. */
  private static Availability carryOn(String... providers) {
    Availability base = catalog().availability();
    Map<String, ParameterTable> tables = new HashMap<>();
    for (Candidate candidate : plan().candidates()) {
      boolean able = List.of(providers).contains(candidate.endpoint().provider());
      ParameterTable table = requireNonNull(base.table(candidate.endpoint()));
      tables.put(
          candidate.endpoint().id(),
          table.with(
              Parameter.PREFIX, able ? ParameterSupport.SUPPORTED : ParameterSupport.DROPPED));
    }
    return new Availability(base.credentials(), base.dialects(), tables);
  }

  private void fails(Candidate candidate) {
    Failure failure = Failure.of(FailureKind.TRANSPORT, "cut");
    history.add(
        new AttemptRecord(
            history.size() + 1,
            AttemptReason.FIRST,
            candidate,
            NOW,
            failure,
            FailureTable.of(FailureKind.TRANSPORT).verdict(),
            null,
            Duration.ofSeconds(1)));
  }

  private @Nullable String next(HealthSnapshot health, boolean retries, String... able) {
    RoutePlan plan = plan();
    NextStep.Try next =
        policy.next(
            plan,
            ResumePolicy.able(plan, plan.candidates().getFirst().endpoint(), carryOn(able)),
            history,
            health,
            NOW,
            NOW.plusSeconds(30),
            retries);
    return next == null ? null : next.candidate().endpoint().provider();
  }

  private @Nullable String next(String... able) {
    return next(HealthSnapshot.unknown(), true, able);
  }

  @Test
  void anotherEndpointOfTheModelCarriesOn() {
    fails(plan().candidates().get(0));
    assertThat(next("a", "b", "c")).isEqualTo("b");
    assertThat(next("a", "c")).isEqualTo("c");
    fails(plan().candidates().get(1));
    assertThat(next("a", "b", "c")).isEqualTo("c");
  }

  @Test
  void theSameEndpointCarriesOnOnlyWhereItIsTheOnlyOneAndWell() {
    fails(plan().candidates().getFirst());
    assertThat(next("a")).isEqualTo("a");

    HealthBook book = new HealthBook();
    String endpoint = plan().candidates().getFirst().endpoint().id();
    for (int i = 0; i < 10; i++) {
      book.started(endpoint, NOW);
      book.ended(endpoint, "main", Outcome.of(Outcome.Kind.DROPPED), NOW);
    }
    assertThat(next(book.snapshot(NOW), true, "a")).isNull();
  }

  @Test
  void anotherModelNeverCarriesOn() {
    RoutePlan plan = plan();
    assertThat(ResumePolicy.able(plan, plan.candidates().getFirst().endpoint(), carryOn("a")))
        .extracting(candidate -> candidate.endpoint().model())
        .containsOnly(MODEL);
  }

  @Test
  void theBudgetAndTheLimitOfAttemptsHold() {
    fails(plan().candidates().get(0));
    assertThat(next(HealthSnapshot.unknown(), false, "a", "b", "c")).isNull();
    assertThat(next()).isNull();
    fails(plan().candidates().get(1));
    fails(plan().candidates().get(1));
    assertThat(next("a", "b", "c")).isNull();
  }

  @Test
  void onlyAFaultOfTheWayIsMended() {
    assertThat(ResumePolicy.mendable(Failure.of(FailureKind.TRANSPORT, ""))).isTrue();
    assertThat(ResumePolicy.mendable(Failure.of(FailureKind.PROTOCOL_ERROR, ""))).isTrue();
    assertThat(ResumePolicy.mendable(Failure.of(FailureKind.TIMEOUT, ""))).isTrue();
    assertThat(ResumePolicy.mendable(Failure.of(FailureKind.CANCELLED, ""))).isFalse();
    assertThat(ResumePolicy.mendable(Failure.of(FailureKind.INTERNAL, ""))).isFalse();
    assertThat(ResumePolicy.mendable(Failure.of(FailureKind.CONTENT_FILTERED, ""))).isFalse();
    assertThat(ResumePolicy.mendable(Failure.of(FailureKind.QUOTA_EXCEEDED, ""))).isFalse();
  }
}
