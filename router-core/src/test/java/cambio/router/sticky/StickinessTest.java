package cambio.router.sticky;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.TestCatalog;
import cambio.router.TestPreferences;
import cambio.router.health.HealthSnapshot;
import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import cambio.router.plan.Candidate;
import cambio.router.plan.CredentialRef;
import cambio.router.plan.PlanContext;
import cambio.router.plan.Principal;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.router.plan.RoutePlanner;
import cambio.router.plan.RouteRequest;
import cambio.router.plan.RoutingPolicy;
import cambio.spi.event.Usage;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StickinessTest {

  private static final Instant NOW = TestCatalog.NOW;
  private static final String MODEL = "acme/large";
  private static final RequestTraits TRAITS = RequestTraits.chat(10_000, 100);

  /** Two endpoints, cheapest first; the second one reads its cache at a price of its own. */
  private static RoutePlan plan(String firstPrice, String secondPrice, String secondCacheRead) {
    TestCatalog catalog =
        new TestCatalog()
            .endpoint("a", MODEL, firstPrice)
            .endpoint(
                "b",
                MODEL,
                secondPrice,
                spec -> {
                  spec.prices = List.of(cached(secondPrice, secondCacheRead));
                  return spec;
                })
            .credentials("b", CredentialRef.operator("b-1"), CredentialRef.operator("b-2"));
    return new RoutePlanner(RoutingPolicy.standard())
        .plan(
            new RouteRequest(List.of(MODEL), new TestPreferences().order("a", "b").build()),
            TRAITS,
            Principal.anonymous(),
            new PlanContext(
                catalog.snapshot(),
                HealthSnapshot.unknown(),
                catalog.availability(),
                NOW,
                new SplittableRandom(1)));
  }

  private static PriceVersion cached(String price, String cacheRead) {
    TokenRate rate = TokenRate.perMillion(price);
    return TestCatalog.price(
        "b@1",
        new Rates(
            rate, rate, TokenRate.perMillion(cacheRead), null, null, null, null, null, null, null));
  }

  private static Pin pin(int tokens) {
    return new Pin("b:" + MODEL, "b-2", tokens, NOW.plusSeconds(300));
  }

  @ParameterizedTest
  @CsvSource({
    // first's price, pinned one's price, its price for cached tokens, tokens cached, stays
    "1, 2, 0.2, 10000, true",
    "1, 2, 0.2, 9000, true",
    "1, 2, 0.2, 1000, false",
    "1, 2, 1.9, 10000, false",
    "0.1, 2, 0.2, 10000, false",
    "2, 2, 0.2, 0, true",
    "1, 1.5, 0.15, 6000, true",
  })
  void staysWhereTheCacheMakesItCheaper(
      String first, String second, String cacheRead, int tokens, boolean stays) {
    RoutePlan plan = plan(first, second, cacheRead);
    RoutePlan sticky = Stickiness.apply(plan, pin(tokens), TRAITS, NOW);
    assertThat(sticky.candidates().getFirst().endpoint().provider()).isEqualTo(stays ? "b" : "a");
    assertThat(sticky.candidates()).hasSameSizeAs(plan.candidates());
  }

  @Test
  void theAccountThatHoldsTheCacheComesFirst() {
    RoutePlan sticky = Stickiness.apply(plan("1", "2", "0.2"), pin(10_000), TRAITS, NOW);
    assertThat(sticky.candidates())
        .extracting(Candidate::credential)
        .containsExactly("b-2", "b-1", "a-1");
    assertThat(sticky.candidates().getFirst().score())
        .extracting(Candidate.ScorePart::name)
        .contains("sticky");
  }

  @Test
  void anExpiredOrForeignPinChangesNothing() {
    RoutePlan plan = plan("1", "2", "0.2");
    Pin expired = new Pin("b:" + MODEL, "b-2", 10_000, NOW);
    Pin gone = new Pin("c:" + MODEL, "c-1", 10_000, NOW.plusSeconds(300));
    assertThat(Stickiness.apply(plan, expired, TRAITS, NOW)).isEqualTo(plan);
    assertThat(Stickiness.apply(plan, gone, TRAITS, NOW)).isEqualTo(plan);
  }

  private static Usage usage(int input, int cached, int written, int longWritten) {
    return new Usage(input, cached, written, longWritten, 10, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void aCacheThatWasSeenHoldsTheConversationForItsLife() {
    Candidate b = plan("1", "2", "0.2").candidates().get(1);
    assertThat(Stickiness.after(null, b, usage(5_000, 0, 0, 0), false, TRAITS, NOW)).isNull();

    Pin read = requireNonNull(after(null, b, usage(5_000, 4_000, 0, 0)));
    assertThat(read.promptTokens()).isEqualTo(5_000);
    assertThat(read.expiresAt()).isEqualTo(NOW.plusSeconds(300));

    Pin written = requireNonNull(after(null, b, usage(5_000, 0, 4_000, 4_000)));
    assertThat(written.expiresAt()).isEqualTo(NOW.plusSeconds(3_600));
    // A later turn that reads it does not shorten its life.
    assertThat(requireNonNull(after(written, b, usage(6_000, 5_000, 0, 0))).expiresAt())
        .isEqualTo(NOW.plusSeconds(3_600));
  }

  @Test
  void aNamedConversationIsHeldAtItsFirstAnswer() {
    Candidate b = plan("1", "2", "0.2").candidates().get(1);
    assertThat(Stickiness.after(null, b, usage(50, 0, 0, 0), true, TRAITS, NOW)).isNotNull();
  }

  @Test
  void whoDoesNotCacheForLessHoldsNothing() {
    Candidate a = plan("1", "2", "0.2").candidates().getFirst();
    assertThat(a.endpoint().provider()).isEqualTo("a");
    assertThat(after(pin(5_000), a, usage(5_000, 4_000, 0, 0))).isNull();
    Candidate dear = plan("1", "2", "2").candidates().get(1);
    assertThat(after(null, dear, usage(5_000, 4_000, 0, 0))).isNull();
  }

  private static @org.jspecify.annotations.Nullable Pin after(
      @org.jspecify.annotations.Nullable Pin before, Candidate served, Usage usage) {
    return Stickiness.after(before, served, usage, false, TRAITS, NOW);
  }
}
