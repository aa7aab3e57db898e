package cambio.server.quota;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.catalog.Capabilities;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.ledger.FeePolicy;
import cambio.router.ledger.Spender;
import cambio.router.money.Money;
import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import cambio.router.plan.Candidate;
import cambio.router.plan.Entitlements;
import cambio.router.plan.Exclusion;
import cambio.router.plan.Principal;
import cambio.router.plan.PromptMeasure;
import cambio.router.plan.PromptSize;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RouteRequest;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.CreditRule;
import cambio.router.quota.Measure;
import cambio.router.quota.OnStoreFailure;
import cambio.router.quota.OutputForecast;
import cambio.router.quota.QuotaRules;
import cambio.router.quota.RateRule;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import cambio.router.quota.SpendRule;
import cambio.server.execution.Admission.Admitted;
import cambio.server.execution.Admission.Decision;
import cambio.server.execution.Admission.Refused;
import cambio.server.execution.Admission.Reservation;
import cambio.server.execution.Admission.Topped;
import cambio.server.execution.BudgetState;
import cambio.server.execution.CallContext;
import cambio.server.execution.Charge;
import cambio.server.execution.GenerationCall;
import cambio.spi.AuthStyle;
import cambio.spi.FailureKind;
import cambio.spi.Quirks;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotaAdmissionTest {

  private static final Duration TTL = Duration.ofMinutes(1);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger ids = new AtomicInteger();
  private final BookOfTests book = new BookOfTests();
  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private final QuotaStore store = new MemoryQuotaStore(() -> now);
  private final OutputForecast forecast = new OutputForecast();
  private QuotaRules house = QuotaRules.NONE;
  private Duration wait = Duration.ZERO;

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private QuotaAdmission admission(QuotaStore over) {
    GuardedQuotaStore guarded = new GuardedQuotaStore(over, () -> now);
    return new QuotaAdmission(
        () -> house,
        FeePolicy.NONE,
        QuotaBooks.over(guarded, book, Runnable::run, TTL),
        new LocalAllowance(() -> now, 2, TTL),
        forecast,
        new WaitingLine(timer, System::nanoTime, wait),
        () -> now,
        TTL);
  }

  /** A nano-USD a token for each unit of the price. */
  private static Candidate candidate(String provider, long price, @Nullable Boolean reasons) {
    return candidate(provider, "acme/large", price, reasons);
  }

  private static Candidate candidate(
      String provider, String model, long price, @Nullable Boolean reasons) {
    Rates rates = Rates.of(new TokenRate(1_000_000L * price), new TokenRate(1_000_000L * price));
    PriceVersion version =
        new PriceVersion(
            provider, Instant.EPOCH, rates, List.of(), List.of(), PriceVersion.Trust.CONFIRMED);
    Endpoint endpoint =
        new Endpoint(
            provider + ":" + model,
            provider,
            model,
            provider,
            "large",
            "plain",
            AuthStyle.BEARER,
            null,
            null,
            null,
            null,
            List.of(version),
            null,
            64_000,
            new Capabilities(null, null, reasons, null, null),
            Set.of(),
            false,
            Quirks.none(),
            null);
    return new Candidate(endpoint, "main", "operator", version, List.of());
  }

  private static RoutePlan plan(Candidate... candidates) {
    return new RoutePlan(List.of("acme/large"), "price", List.of(candidates), List.of(), "catalog");
  }

  private GenerationCall call(boolean stream, SpendRule... rules) {
    return call(stream, new QuotaRules(List.of(rules), List.of()));
  }

  private GenerationCall call(boolean stream, QuotaRules rules) {
    Principal principal =
        new Principal("acme", "dev", "key", "user", Entitlements.of(Set.of(), Set.of(), rules));
    CallContext context =
        new CallContext(
            "request",
            "gen_" + ids.incrementAndGet(),
            "openai",
            principal,
            now,
            Duration.ofMinutes(1),
            null,
            null,
            null);
    GenerationRequest request =
        GenerationRequest.of(
                List.of(
                    new Message.User(
                        List.of(new ContentPart.Text("hello", null)), null, Extras.none())))
            .withStream(stream);
    RouteRequest route = new RouteRequest(List.of("acme/large"), RoutePreferences.none());
    return new GenerationCall(request, route, context);
  }

  /** A prompt of 100 tokens. */
  private static RequestTraits traits(@Nullable Integer maxTokens) {
    return new RequestTraits(
        Model.Kind.CHAT,
        Set.of(),
        Set.of(),
        Set.of(),
        PromptSize.ofText(100),
        maxTokens,
        1,
        null,
        PromptMeasure.NONE);
  }

  private static BudgetRule budget(long nanos) {
    return BudgetRule.of(Scope.KEY, "key", new Money(nanos), ResetInterval.DAILY);
  }

  private static Decision get(CompletableFuture<Decision> stage) {
    return QuotaStoreContract.get(stage);
  }

  private Decision reserve(
      QuotaAdmission admission,
      GenerationCall call,
      @Nullable Integer maxTokens,
      Candidate... candidates) {
    return get(admission.reserve(call, traits(maxTokens), plan(candidates)).toCompletableFuture());
  }

  private static Admitted admitted(Decision decision) {
    assertThat(decision).isInstanceOf(Admitted.class);
    return (Admitted) decision;
  }

  private static Refused refused(Decision decision) {
    assertThat(decision).isInstanceOf(Refused.class);
    return (Refused) decision;
  }

  private static Charge charge(long nanos, long outputTokens) {
    return new Charge(new Money(nanos), 100, outputTokens, "acme/large");
  }

  @Test
  void whoHasNoRulesIsNotCounted() {
    Admitted free =
        admitted(
            reserve(admission(store), call(true, QuotaRules.NONE), 500, candidate("a", 1, null)));
    assertThat(free.reservation().outputTokensHeld()).isEqualTo(Reservation.UNBOUNDED);
  }

  @Test
  void aRefusalSaysWhatWasAskedWhatIsLeftAndWhatToDo() {
    Refused refused =
        refused(reserve(admission(store), call(true, budget(500)), 900, candidate("a", 1, null)));
    assertThat(refused.failure().kind()).isEqualTo(FailureKind.PAYMENT_REQUIRED);
    assertThat(refused.failure().message())
        .contains("0.000001 USD", "900 tokens", "0.0000005 USD", "key's daily budget")
        .contains("at most 400 are affordable", "2026-11-26T00:00:00Z");
    assertThat(refused.limitSource()).isEqualTo("key_budget");
    assertThat(refused.failure().retryAfter()).isNull();
  }

  @Test
  void creditHasItsOwnName() {
    Refused refused =
        refused(
            reserve(
                admission(store),
                call(true, CreditRule.of("acme", new Money(100))),
                900,
                candidate("a", 1, null)));
    assertThat(refused.failure().message())
        .contains("organisation's credit", "Add credits", "shorten the prompt");
    assertThat(refused.limitSource()).isEqualTo("credits");
  }

  @Test
  void creditThatComesToItsEndIsToldWithWhatThePoolHas() {
    CreditRule credit = CreditRule.of("acme", new Money(10_000));
    QuotaAdmission admission = admission(store);
    Admitted first = admitted(reserve(admission, call(true, credit), 500, candidate("a", 1, null)));
    assertThat(requireNonNull(first.budget()))
        .isEqualTo(new BudgetState(new Money(10_000), new Money(9_400)));
    first.reservation().settle(charge(8_500, 50));
    Admitted last = admitted(reserve(admission, call(true, credit), 500, candidate("a", 1, null)));
    assertThat(requireNonNull(last.budget()).remaining()).isEqualTo(new Money(900));
    assertThat(requireNonNull(last.budget()).low()).isTrue();
  }

  @Test
  void aModelWhoseOwnBudgetIsUsedUpIsLeftOutAndItsFallbackServes() {
    BudgetRule each =
        BudgetRule.of(Scope.MODEL, QuotaRules.EACH, new Money(5_000), ResetInterval.NEVER);
    QuotaAdmission admission = admission(store);
    Candidate large = candidate("a", 3, null);
    Candidate small = candidate("b", "acme/small", 1, null);
    Admitted both = admitted(reserve(admission, call(true, each), 900, large, small));
    assertThat(both.plan().candidates()).containsExactly(large, small);
    both.reservation().settle(charge(2_700, 800));
    // 2,300 are left of the large one's; the small one's was held, and is whole again.
    Admitted fallback = admitted(reserve(admission, call(true, each), 900, large, small));
    assertThat(fallback.plan().candidates()).containsExactly(small);
    assertThat(fallback.plan().exclusions())
        .extracting(Exclusion::detail)
        .containsExactly("the budget of model acme/large does not afford this call");
    fallback.reservation().settle(new Charge(new Money(4_500), 100, 800, "acme/small"));
    Admitted cheap = admitted(reserve(admission, call(true, each), 300, large, small));
    assertThat(cheap.plan().candidates()).containsExactly(large);
    cheap.reservation().settle(charge(2_000, 300));
    Refused refused = refused(reserve(admission, call(true, each), 900, large, small));
    assertThat(refused.limitSource()).isEqualTo("model_budget");
  }

  @Test
  void aFallbacksBudgetDoesNotMakeTheFirstModelUnaffordable() {
    BudgetRule small =
        BudgetRule.of(Scope.MODEL, "acme/small", new Money(1_000), ResetInterval.NEVER);
    BudgetRule large =
        BudgetRule.of(Scope.MODEL, "acme/large", new Money(90_000), ResetInterval.NEVER);
    Admitted admitted =
        admitted(
            reserve(
                admission(store),
                call(true, small, large),
                900,
                candidate("a", 3, null),
                candidate("b", "acme/small", 1, null)));
    assertThat(admitted.plan().candidates())
        .extracting(one -> one.endpoint().model())
        .containsExactly("acme/large");
  }

  @Test
  void aRuleForEachOrganizationCountsWhatItsOtherWorkspacesSpentBefore() {
    book.wrote("gen_0", 900, "acme/other");
    BudgetRule each =
        BudgetRule.of(Scope.ORGANIZATION, QuotaRules.EACH, new Money(1_500), ResetInterval.NEVER);
    Refused refused =
        refused(reserve(admission(store), call(true, each), 900, candidate("a", 1, null)));
    assertThat(refused.failure().message()).contains("0.0000006 USD");
    admitted(reserve(admission(store), call(true, each), 500, candidate("a", 1, null)));
  }

  @Test
  void whatIsHeldOfCreditIsTold() {
    CreditRule credit = CreditRule.of("acme", new Money(10_000));
    assertThat(held(Scope.ORGANIZATION, ResetInterval.NEVER)).isEqualTo(Money.ZERO);
    QuotaAdmission admission = admission(store);
    Admitted first = admitted(reserve(admission, call(true, credit), 500, candidate("a", 1, null)));
    admitted(reserve(admission, call(true, credit), 500, candidate("a", 1, null)));
    assertThat(held(Scope.ORGANIZATION, ResetInterval.NEVER)).isEqualTo(new Money(1_200));
    first.reservation().settle(charge(150, 50));
    assertThat(held(Scope.ORGANIZATION, ResetInterval.NEVER)).isEqualTo(new Money(600));
  }

  @Test
  void whatIsHeldOfBudgetsIsToldByTheirWindow() {
    BudgetRule workspace =
        BudgetRule.of(Scope.WORKSPACE, "dev", new Money(10_000), ResetInterval.MONTHLY);
    Admitted first =
        admitted(
            reserve(
                admission(store),
                call(true, budget(10_000), workspace),
                500,
                candidate("a", 1, null)));
    assertThat(held(Scope.KEY, ResetInterval.DAILY)).isEqualTo(new Money(600));
    assertThat(held(Scope.KEY, ResetInterval.WEEKLY)).isEqualTo(Money.ZERO);
    assertThat(held(Scope.WORKSPACE, ResetInterval.MONTHLY)).isEqualTo(new Money(600));
    first.reservation().settle(charge(150, 50));
    assertThat(held(Scope.KEY, ResetInterval.DAILY)).isEqualTo(Money.ZERO);
    assertThat(held(Scope.WORKSPACE, ResetInterval.MONTHLY)).isEqualTo(Money.ZERO);
  }

  private Money held(Scope scope, ResetInterval reset) {
    Spender whose = new Spender("acme", "dev", "key", null, null, null);
    return QuotaStoreContract.get(new HeldSpend(store, () -> now).of(scope, whose, reset));
  }

  @Test
  void whatIsNotAffordableIsExcludedByBudget() {
    Admitted admitted =
        admitted(
            reserve(
                admission(store),
                call(true, budget(1_500)),
                900,
                candidate("dear", 3, null),
                candidate("cheap", 1, null)));
    assertThat(admitted.plan().candidates())
        .extracting(one -> one.endpoint().provider())
        .containsExactly("cheap");
    assertThat(admitted.plan().exclusions())
        .extracting(Exclusion::filter)
        .containsExactly(Exclusion.Filter.BUDGET);
    assertThat(admitted.budget()).isNotNull();
  }

  @Test
  void aStreamGrowsAsFarAsTheBudgetGoes() {
    forecast(300);
    Admitted admitted =
        admitted(
            reserve(admission(store), call(true, budget(1_000)), 64_000, candidate("a", 1, null)));
    Reservation held = admitted.reservation();
    assertThat(held.outputTokensMax()).isEqualTo(Reservation.UNBOUNDED);
    long first = held.outputTokensHeld();
    assertThat(first).isBetween(300L, 330L);
    assertThat(QuotaStoreContract.get(held.extend(250))).isEqualTo(Topped.GRANTED);
    assertThat(held.outputTokensHeld()).isEqualTo(first + 256);
    assertThat(QuotaStoreContract.get(held.extend(500))).isEqualTo(Topped.GRANTED);
    assertThat(QuotaStoreContract.get(held.extend(850))).isEqualTo(Topped.REFUSED);
    held.settle(charge(950, 850));
    held.settle(charge(950, 850));
    Refused next =
        refused(reserve(admission(store), call(true, budget(1_000)), 10, candidate("a", 1, null)));
    assertThat(next.failure().message()).contains("only 0.00000005 USD");
  }

  private void forecast(long tokens) {
    for (int i = 0; i < 10; i++) {
      forecast.learn("key", "acme/large", tokens);
    }
  }

  @Test
  void aWholeAnswerHoldsItsMaximum() {
    Admitted admitted =
        admitted(
            reserve(admission(store), call(false, budget(10_000)), 5_000, candidate("a", 1, null)));
    assertThat(admitted.reservation().outputTokensMax()).isEqualTo(Reservation.UNBOUNDED);
    assertThat(
            refused(
                    reserve(
                        admission(store),
                        call(false, budget(5_050)),
                        5_000,
                        candidate("a", 1, null)))
                .failure()
                .kind())
        .isEqualTo(FailureKind.PAYMENT_REQUIRED);
  }

  @Test
  void aWholeAnswerThatCannotBePaidInFullIsBounded() {
    Admitted admitted =
        admitted(
            reserve(admission(store), call(false, budget(5_000)), 64_000, candidate("a", 1, null)));
    assertThat(admitted.reservation().outputTokensMax()).isEqualTo(1_000);
  }

  @Test
  void hiddenReasoningIsBoundedInAStreamToo() {
    Admitted admitted =
        admitted(
            reserve(admission(store), call(true, budget(5_000)), 64_000, candidate("a", 1, true)));
    assertThat(admitted.reservation().outputTokensMax()).isEqualTo(1_000);
    assertThat(admitted.reservation().outputTokensHeld()).isEqualTo(Reservation.UNBOUNDED);
  }

  @Test
  void whatOthersHoldIsWaitedFor() {
    wait = Duration.ofSeconds(30);
    QuotaAdmission admission = admission(store);
    GenerationCall first = call(true, budget(1_500));
    Reservation held =
        admitted(reserve(admission, first, 1_000, candidate("a", 1, null))).reservation();
    CompletableFuture<Decision> second =
        admission
            .reserve(call(true, budget(1_500)), traits(1_000), plan(candidate("a", 1, null)))
            .toCompletableFuture();
    assertThat(second).isNotDone();
    held.settle(charge(300, 200));
    admitted(get(second));
  }

  @Test
  void whoWaitsInVainIsToldToTryAgain() {
    QuotaAdmission admission = admission(store);
    reserve(admission, call(true, budget(1_500)), 1_000, candidate("a", 1, null));
    Refused refused =
        refused(reserve(admission, call(true, budget(1_500)), 1_000, candidate("a", 1, null)));
    assertThat(refused.failure().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(refused.failure().message()).contains("under way");
  }

  @Test
  void aPaceIsRefusedWithItsStateAndTime() {
    QuotaRules two =
        new QuotaRules(
            List.of(),
            List.of(
                new RateRule(
                    Scope.END_USER,
                    QuotaRules.EACH,
                    Measure.REQUESTS_PER_MINUTE,
                    2,
                    OnStoreFailure.FAIL_OPEN)));
    QuotaAdmission admission = admission(store);
    Admitted first = admitted(reserve(admission, call(true, two), 10, candidate("a", 1, null)));
    assertThat(requireNonNull(first.limit()).remaining()).isEqualTo(1);
    admitted(reserve(admission, call(true, two), 10, candidate("a", 1, null)));
    Refused refused = refused(reserve(admission, call(true, two), 10, candidate("a", 1, null)));
    assertThat(refused.failure().kind()).isEqualTo(FailureKind.QUOTA_EXCEEDED);
    assertThat(refused.failure().retryAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(refused.limitSource()).isEqualTo("end_user_requests_per_minute");
  }

  @Test
  void whatIsGivenAgainCountsAsARequestAndNeedsNoMoney() {
    RateRule perMinute =
        new RateRule(
            Scope.ORGANIZATION, "acme", Measure.REQUESTS_PER_MINUTE, 3, OnStoreFailure.FAIL_OPEN);
    RateRule slots =
        new RateRule(Scope.KEY, "key", Measure.CONCURRENT_REQUESTS, 1, OnStoreFailure.FAIL_OPEN);
    QuotaRules rules = new QuotaRules(List.of(budget(1)), List.of(perMinute, slots));
    QuotaAdmission admission = admission(store);
    RoutePlan plan = plan(candidate("a", 1, null));
    for (int left = 2; left >= 0; left--) {
      Decision decision = admission.pass(call(true, rules), plan).toCompletableFuture().join();
      assertThat(requireNonNull(admitted(decision).limit()).remaining()).isEqualTo(left);
    }
    Refused refused = refused(admission.pass(call(true, rules), plan).toCompletableFuture().join());
    assertThat(refused.limitSource()).isEqualTo("organization_requests_per_minute");
  }

  @Test
  void anOrganisationsSlotsAreHeldBesideTheWorkspacesOwn() {
    QuotaRules slots =
        new QuotaRules(
            List.of(budget(100_000)),
            List.of(
                new RateRule(
                    Scope.ORGANIZATION,
                    "acme",
                    Measure.CONCURRENT_REQUESTS,
                    1,
                    OnStoreFailure.FAIL_OPEN)));
    QuotaAdmission admission = admission(store);
    Reservation held =
        admitted(reserve(admission, call(true, slots), 10, candidate("a", 1, null))).reservation();
    Refused refused = refused(reserve(admission, call(true, slots), 10, candidate("a", 1, null)));
    assertThat(refused.limitSource()).isEqualTo("organization_concurrent_requests");
    held.release();
    Admitted again = admitted(reserve(admission, call(true, slots), 10, candidate("a", 1, null)));
    assertThat(requireNonNull(again.budget()).remaining())
        .as("nothing else is held")
        .isEqualTo(new Money(99_890));
  }

  @Test
  void housesRulesHoldBesidesThoseOfTheKey() {
    house =
        new QuotaRules(
            List.of(
                BudgetRule.of(Scope.WORKSPACE, "dev", new Money(50), ResetInterval.NEVER),
                BudgetRule.of(Scope.WORKSPACE, "other", Money.ZERO, ResetInterval.NEVER)),
            List.of());
    Refused refused =
        refused(reserve(admission(store), call(true, budget(5_000)), 100, candidate("a", 1, null)));
    assertThat(refused.limitSource()).isEqualTo("workspace_budget");
  }

  /** A store that never answers. */
  private static QuotaStore away() {
    return (QuotaStore)
        java.lang.reflect.Proxy.newProxyInstance(
            QuotaStore.class.getClassLoader(),
            new Class<?>[] {QuotaStore.class},
            (proxy, method, args) ->
                CompletableFuture.failedFuture(new IllegalStateException("no answer")));
  }

  @Test
  void withoutTheStoreMoneyIsRefusedAndNobodyIsBlamed() {
    Refused refused =
        refused(reserve(admission(away()), call(true, budget(5_000)), 9, candidate("a", 1, null)));
    assertThat(refused.failure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(refused.failure().retryAfter()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void withoutTheStorePacesGoOnAtThisRoutersShare() {
    QuotaRules rule = QuotaRules.requestsOfKey("key", 8);
    QuotaAdmission admission = admission(away());
    List<Boolean> served = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Decision decision = reserve(admission, call(true, rule), 10, candidate("a", 1, null));
      served.add(decision instanceof Admitted);
    }
    assertThat(served).containsExactly(true, true, true, true, false, false);
  }

  @Test
  void aBudgetThatFailsOpenHasABoundedAllowance() {
    BudgetRule open =
        new BudgetRule(
            Scope.KEY, "key", new Money(40_000), ResetInterval.NEVER, OnStoreFailure.FAIL_OPEN);
    QuotaAdmission admission = admission(away());
    // A twentieth for two routers: 1,000.
    Admitted first = admitted(reserve(admission, call(true, open), 300, candidate("a", 1, null)));
    first.reservation().settle(charge(400, 300));
    admitted(reserve(admission, call(true, open), 300, candidate("a", 1, null)));
    Refused over = refused(reserve(admission, call(true, open), 300, candidate("a", 1, null)));
    // The caller has money; it is the router that cannot look.
    assertThat(over.failure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(over.failure().retryAfter()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aRunningStreamIsNotCutOffBecauseTheStoreIsAway() {
    forecast(300);
    boolean[] dead = {false};
    QuotaStore dying =
        (QuotaStore)
            java.lang.reflect.Proxy.newProxyInstance(
                QuotaStore.class.getClassLoader(),
                new Class<?>[] {QuotaStore.class},
                (proxy, method, args) ->
                    dead[0]
                        ? CompletableFuture.failedFuture(new IllegalStateException("dead"))
                        : method.invoke(store, args));
    Reservation held =
        admitted(
                reserve(
                    admission(dying), call(true, budget(9_000)), 64_000, candidate("a", 1, null)))
            .reservation();
    dead[0] = true;
    assertThat(QuotaStoreContract.get(held.extend(250))).isEqualTo(Topped.GRANTED);
    assertThat(held.outputTokensHeld()).isEqualTo(Reservation.UNBOUNDED);
  }
}
