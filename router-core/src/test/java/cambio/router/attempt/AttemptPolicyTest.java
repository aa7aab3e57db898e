package cambio.router.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.TestCatalog;
import cambio.router.TestPreferences;
import cambio.router.attempt.NextStep.Stop;
import cambio.router.attempt.NextStep.Try;
import cambio.router.attempt.NextStep.Wait;
import cambio.router.health.HealthBook;
import cambio.router.health.HealthSnapshot;
import cambio.router.health.Outcome;
import cambio.router.plan.Candidate;
import cambio.router.plan.CredentialRef;
import cambio.router.plan.PlanContext;
import cambio.router.plan.Principal;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.router.plan.RoutePlanner;
import cambio.router.plan.RouteRequest;
import cambio.router.plan.RoutingPolicy;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs scripts of failures through the policy, on a clock of the test's own. */
class AttemptPolicyTest {

  private static final String LARGE = "acme/large";
  private static final String OTHER = "acme/other";

  private final AttemptPolicy policy = new AttemptPolicy(AttemptLimits.standard());
  private final List<AttemptRecord> history = new ArrayList<>();
  private final Instant start = TestCatalog.NOW;
  private Instant now = start;
  private Instant deadline = start.plusSeconds(30);
  private boolean retriesAllowed = true;

  private static TestCatalog three() {
    return new TestCatalog()
        .endpoint("a", LARGE, "1", spec -> spec.context(8_000))
        .endpoint("b", LARGE, "1", spec -> spec.context(8_000))
        .endpoint("c", LARGE, "1", spec -> spec.context(32_000));
  }

  private static RoutePlan plan(TestCatalog catalog, String... models) {
    TestPreferences preferences = new TestPreferences().order("a", "b", "c");
    return new RoutePlanner(RoutingPolicy.standard())
        .plan(
            new RouteRequest(List.of(models), preferences.build()),
            RequestTraits.chat(100, null),
            Principal.anonymous(),
            new PlanContext(
                catalog.snapshot(),
                HealthSnapshot.unknown(),
                catalog.availability(),
                TestCatalog.NOW,
                new SplittableRandom(1)));
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {
        "RATE_LIMITED",
        "OVERLOADED",
        "PROVIDER_ERROR",
        "PROVIDER_CREDENTIALS",
        "TIMEOUT",
        "TRANSPORT",
        "PROTOCOL_ERROR"
      })
  void whatIsTheProvidersFaultFallsOverToEachOtherEndpointOnce(FailureKind kind) {
    RoutePlan plan = plan(three(), LARGE);
    assertThat(run(plan, kind, kind, kind)).containsExactly("a", "b", "c");
    assertThat(stopped(plan).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {
        "INVALID_REQUEST",
        "PAYLOAD_TOO_LARGE",
        "AUTHENTICATION",
        "PERMISSION_DENIED",
        "NOT_FOUND",
        "QUOTA_EXCEEDED",
        "PAYMENT_REQUIRED",
        "NO_ENDPOINT",
        "CANCELLED",
        "UNAVAILABLE",
        "INTERNAL"
      })
  void whatNoEndpointCanMendIsNotTriedAgain(FailureKind kind) {
    RoutePlan plan = plan(three(), LARGE);
    assertThat(run(plan, kind, kind)).containsExactly("a");
    assertThat(stopped(plan).kind()).isEqualTo(kind);
  }

  @Test
  void aPromptTooLongGoesOnlyToALargerContext() {
    RoutePlan plan = plan(three(), LARGE);
    FailureKind tooLong = FailureKind.CONTEXT_LENGTH_EXCEEDED;
    assertThat(run(plan, tooLong, tooLong)).containsExactly("a", "c");
    assertThat(stopped(plan).kind()).isEqualTo(tooLong);
  }

  @Test
  void aFilteredPromptGoesOnlyToAnotherModel() {
    RoutePlan plan = plan(three().endpoint("a", OTHER, "1"), LARGE, OTHER);
    assertThat(run(plan, FailureKind.CONTENT_FILTERED, FailureKind.CONTENT_FILTERED))
        .containsExactly("a", "a");
    assertThat(history.getLast().candidate().endpoint().model()).isEqualTo(OTHER);
  }

  @Test
  void threeBlackHolesAreAllTriedUnderOneDeadline() {
    deadline = start.plusSeconds(5);
    RoutePlan plan = plan(three(), LARGE);
    List<String> tried = new ArrayList<>();
    while (next(plan) instanceof Try step) {
      tried.add(step.candidate().endpoint().provider());
      fail(step.candidate(), FailureKind.TIMEOUT, step.firstEventTimeout(), null);
    }
    assertThat(tried).containsExactly("a", "b", "c");
    assertThat(Duration.between(start, now)).isLessThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(stopped(plan).kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void theTimeLeftIsSharedByThoseThatCanStillBeTried() {
    RoutePlan plan = plan(three(), LARGE);
    assertThat(tried(plan).firstEventTimeout()).isEqualTo(Duration.ofSeconds(10));
    fail(tried(plan).candidate(), FailureKind.TRANSPORT, Duration.ofSeconds(4), null);
    assertThat(tried(plan).firstEventTimeout()).isEqualTo(Duration.ofSeconds(13));
    fail(tried(plan).candidate(), FailureKind.TRANSPORT, Duration.ofSeconds(4), null);
    assertThat(tried(plan).firstEventTimeout()).isEqualTo(Duration.ofSeconds(22));
  }

  @Test
  void aCapBoundsTheWaitHoweverFarTheDeadline() {
    AttemptPolicy capped =
        new AttemptPolicy(new AttemptLimits(3, Duration.ofSeconds(2), Duration.ofMillis(50)));
    NextStep step = capped.next(plan(three(), LARGE), history, now, deadline, true);
    assertThat(((Try) step).firstEventTimeout()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aRateLimitTriesTheNextCredentialOfTheSameEndpoint() {
    TestCatalog catalog = twoKeys();
    RoutePlan plan = plan(catalog, LARGE);
    run(plan, FailureKind.RATE_LIMITED, FailureKind.RATE_LIMITED);
    assertThat(credentials()).containsExactly("own", "shared");
  }

  @Test
  void aSilentEndpointIsNotTriedWithItsOtherCredential() {
    RoutePlan plan = plan(twoKeys(), LARGE);
    assertThat(run(plan, FailureKind.TIMEOUT, FailureKind.TIMEOUT)).containsExactly("a", "b");
  }

  @Test
  void aRefusedCredentialIsNotUsedAtTheProvidersOtherEndpoints() {
    TestCatalog catalog = twoKeys().endpoint("a", LARGE, "1", spec -> spec.tag("a/turbo"));
    RoutePlan plan = plan(catalog, LARGE);
    run(
        plan,
        FailureKind.PROVIDER_CREDENTIALS,
        FailureKind.PROVIDER_CREDENTIALS,
        FailureKind.TIMEOUT);
    assertThat(credentials()).containsExactly("own", "shared", "b-1");
  }

  @Test
  void retryAfterIsObeyedWhereTheWaitFits() {
    RoutePlan plan =
        plan(
            new TestCatalog()
                .endpoint("a", LARGE, "1")
                .endpoint("b", OTHER, "1")
                .endpoint("c", OTHER, "1"),
            LARGE);
    fail(
        tried(plan).candidate(),
        FailureKind.RATE_LIMITED,
        Duration.ofSeconds(1),
        Duration.ofSeconds(7));
    assertThat(next(plan)).isEqualTo(new Wait(Duration.ofSeconds(7)));
    now = now.plusSeconds(7);
    assertThat(tried(plan).candidate().endpoint().provider()).isEqualTo("a");
    fail(
        tried(plan).candidate(),
        FailureKind.RATE_LIMITED,
        Duration.ofSeconds(1),
        Duration.ofSeconds(7));
    assertThat(stopped(plan).kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(stopped(plan).retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void aWaitBeyondTheDeadlineIsNotBegun() {
    RoutePlan plan =
        plan(
            new TestCatalog()
                .endpoint("a", LARGE, "1")
                .endpoint("b", OTHER, "1")
                .endpoint("c", OTHER, "1"),
            LARGE);
    fail(
        tried(plan).candidate(),
        FailureKind.OVERLOADED,
        Duration.ofSeconds(1),
        Duration.ofSeconds(29));
    assertThat(stopped(plan).retryAfter()).isEqualTo(Duration.ofSeconds(29));
  }

  @Test
  void whatCoolsDownSinceThePlanIsPassedOverWhileThereAreOthers() {
    HealthBook book = new HealthBook();
    book.ended("b:" + LARGE, "b-1", Outcome.rateLimited(Duration.ofMinutes(1)), start);
    RoutePlan plan = plan(three(), LARGE);
    fail(tried(plan).candidate(), FailureKind.TIMEOUT, Duration.ofSeconds(1), null);
    assertThat(nextAt(plan, book)).isEqualTo("c");
    fail(plan.candidates().get(2), FailureKind.TIMEOUT, Duration.ofSeconds(1), null);
    assertThat(nextAt(plan, book)).isEqualTo("b");
  }

  private String nextAt(RoutePlan plan, HealthBook book) {
    NextStep step = policy.next(plan, history, book.snapshot(now), now, deadline, true);
    return ((Try) step).candidate().endpoint().provider();
  }

  @Test
  void withoutABudgetNothingIsTriedTwice() {
    retriesAllowed = false;
    RoutePlan plan = plan(three(), LARGE);
    assertThat(run(plan, FailureKind.TRANSPORT, FailureKind.TRANSPORT)).containsExactly("a");
  }

  @Test
  void theCallersOwnFaultIsToldBeforeAnyOther() {
    RoutePlan plan = plan(three(), LARGE);
    run(
        plan,
        FailureKind.PROVIDER_CREDENTIALS,
        FailureKind.CONTEXT_LENGTH_EXCEEDED,
        FailureKind.TRANSPORT);
    assertThat(stopped(plan).kind()).isEqualTo(FailureKind.CONTEXT_LENGTH_EXCEEDED);
  }

  @Test
  void aRequestThatArrivesTooLateTimesOut() {
    deadline = start.plusMillis(10);
    assertThat(stopped(plan(three(), LARGE)).kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  private static TestCatalog twoKeys() {
    return new TestCatalog()
        .endpoint("a", LARGE, "1")
        .endpoint("b", LARGE, "1")
        .endpoint("c", OTHER, "1")
        .credentials("a", new CredentialRef("own", "default"), CredentialRef.operator("shared"));
  }

  private List<String> run(RoutePlan plan, FailureKind... failures) {
    for (FailureKind kind : failures) {
      if (next(plan) instanceof Try step) {
        fail(step.candidate(), kind, Duration.ofMillis(10), null);
      }
    }
    return history.stream().map(record -> record.candidate().endpoint().provider()).toList();
  }

  private List<String> credentials() {
    return history.stream().map(record -> record.candidate().credential()).toList();
  }

  private NextStep next(RoutePlan plan) {
    return policy.next(plan, history, now, deadline, retriesAllowed);
  }

  private Try tried(RoutePlan plan) {
    assertThat(next(plan)).isInstanceOf(Try.class);
    return (Try) next(plan);
  }

  private Failure stopped(RoutePlan plan) {
    assertThat(next(plan)).isInstanceOf(Stop.class);
    return ((Stop) next(plan)).failure();
  }

  private void fail(
      Candidate candidate, FailureKind kind, Duration took, @Nullable Duration retryAfter) {
    Failure failure = Failure.of(kind, kind + " happened");
    history.add(
        new AttemptRecord(
            history.size() + 1,
            AttemptReason.FALLBACK,
            candidate,
            now,
            retryAfter == null ? failure : failure.withRetryAfter(retryAfter),
            FailureTable.of(kind).verdict(),
            null,
            took));
    now = now.plus(took);
  }
}
