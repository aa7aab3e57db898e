package cambio.router.plan;

import static cambio.router.plan.Planning.MODEL;
import static cambio.router.plan.Planning.exclusions;
import static cambio.router.plan.Planning.order;
import static cambio.router.plan.Planning.plan;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.TestCatalog;
import cambio.router.TestPreferences;
import cambio.router.health.HealthBook;
import cambio.router.health.HealthSnapshot;
import cambio.router.health.Outcome;
import cambio.router.plan.RoutePreferences.Sort.By;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What health does to a plan; everything was seen some seconds before it is made. */
class HealthRulesTest {

  private static final RequestTraits CHAT = RequestTraits.chat(1_000, null);
  private static final Instant SEEN = TestCatalog.NOW.minusSeconds(1);

  private final TestCatalog catalog =
      new TestCatalog().endpoint("a", MODEL, "1").endpoint("b", MODEL, "5");
  private final HealthBook book = new HealthBook();

  @Test
  void anOpenCircuitIsLeftOutUntilItsProbe() {
    see("a", Outcome.of(Outcome.Kind.DROPPED), 5);
    RoutePlan plan = planned(new TestPreferences());
    assertThat(order(plan)).containsExactly("b");
    assertThat(exclusions(plan)).containsExactly("a BREAKER_OPEN");
    assertThat(plan.exclusions().getFirst().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    HealthSnapshot later = book.snapshot(TestCatalog.NOW.plusSeconds(1));
    assertThat(order(plan(catalog, new TestPreferences().sort(By.PRICE), CHAT, later, MODEL)))
        .as("snapshot of a moment at which a probe may pass, plan of the moment before")
        .containsExactly("b");
  }

  @Test
  void whereOnlyTimeHelpsTheRefusalSaysHowLong() {
    see("a", Outcome.of(Outcome.Kind.DROPPED), 5);
    see("b", Outcome.rateLimited(Duration.ofSeconds(31)), 1);
    Failure failure = PlanRefusal.of(planned(new TestPreferences()));
    assertThat(failure.kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(failure.message()).contains("1 by BREAKER_OPEN").contains("1 by COOLING_DOWN");
  }

  @Test
  void anotherCredentialServesWhileOneCools() {
    catalog.credentials("a", CredentialRef.operator("a-1"), CredentialRef.operator("a-2"));
    see("a", Outcome.rateLimited(Duration.ofSeconds(31)), 1);
    RoutePlan plan = planned(new TestPreferences().only("a"));
    assertThat(plan.candidates()).hasSize(1);
    assertThat(plan.candidates().getFirst().credential()).isEqualTo("a-2");
  }

  @Test
  void anOutagePutsAnEndpointLastHoweverCheap() {
    for (int i = 0; i < 4; i++) {
      see("a", Outcome.success(1, 10), 2);
      see("a", Outcome.of(Outcome.Kind.DROPPED), 1);
    }
    RoutePlan plan = planned(new TestPreferences().sort(By.PRICE));
    assertThat(order(plan)).containsExactly("b", "a");
    assertThat(plan.candidates().getLast().score().getLast().detail()).contains("outage");
  }

  @Test
  void sortsGoByWhatWasMeasured() {
    see("a", Outcome.success(2, 10), 10);
    see("b", Outcome.success(1, 90), 10);
    assertThat(order(planned(new TestPreferences().sort(By.THROUGHPUT)))).containsExactly("b", "a");
    assertThat(order(planned(new TestPreferences().sort(By.LATENCY)))).containsExactly("b", "a");
  }

  @Test
  void missedPreferencesPutBackAndNeverOut() {
    see("a", Outcome.success(2, 10), 10);
    see("b", Outcome.success(1, 90), 10);
    TestPreferences cheapest = new TestPreferences().sort(By.PRICE);
    assertThat(order(planned(cheapest))).containsExactly("a", "b");
    assertThat(order(planned(cheapest.minThroughput("p50", 50)))).containsExactly("b", "a");
    assertThat(order(planned(new TestPreferences().sort(By.PRICE).maxLatency("p90", 1.5))))
        .containsExactly("b", "a");
    assertThat(order(planned(new TestPreferences().sort(By.PRICE).maxLatency("p90", 5))))
        .containsExactly("a", "b");
  }

  @Test
  void theCallersOrderStandsWhateverTheHealth() {
    for (int i = 0; i < 4; i++) {
      see("a", Outcome.success(1, 10), 2);
      see("a", Outcome.of(Outcome.Kind.DROPPED), 1);
    }
    assertThat(order(planned(new TestPreferences().order("a")))).containsExactly("a", "b");
  }

  private RoutePlan planned(TestPreferences preferences) {
    return plan(catalog, preferences, CHAT, book.snapshot(TestCatalog.NOW), MODEL);
  }

  private void see(String provider, Outcome outcome, int times) {
    String id = provider + ":" + MODEL;
    for (int i = 0; i < times; i++) {
      book.tryStart(id, SEEN);
      book.ended(id, provider + "-1", outcome, SEEN);
    }
  }
}
