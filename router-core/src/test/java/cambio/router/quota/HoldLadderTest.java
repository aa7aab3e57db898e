package cambio.router.quota;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.TestCatalog;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.ledger.FeePolicy;
import cambio.router.money.Money;
import cambio.router.money.PriceTier;
import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.router.money.Tariff;
import cambio.router.money.TokenRate;
import cambio.router.plan.Candidate;
import cambio.router.plan.RequestTraits;
import cambio.router.quota.HoldLevel.Fit;
import cambio.spi.event.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class HoldLadderTest {

  private static final Instant NOW = TestCatalog.NOW;

  /** One nano-USD a token. */
  private static final String NANO = "0.001";

  private static Candidate candidate(String provider, String usdPerMillion) {
    return candidate(provider, usdPerMillion, null);
  }

  private static Candidate candidate(
      String provider, String usdPerMillion, @Nullable Integer maxOutput) {
    Endpoint endpoint =
        new TestCatalog()
            .endpoint(
                provider,
                "acme/large",
                usdPerMillion,
                spec -> maxOutput == null ? spec : spec.maxOutput(maxOutput))
            .snapshot()
            .endpoints("acme/large")
            .getFirst();
    return new Candidate(endpoint, "c", "operator", endpoint.priceAt(NOW), List.of());
  }

  private static RequestTraits traits(int input, @Nullable Integer maxTokens, int choices) {
    return new RequestTraits(
        Model.Kind.CHAT, Set.of(), Set.of(), Set.of(), input, input, 0, maxTokens, choices, null);
  }

  private static HoldLadder ladder(int input, @Nullable Integer maxTokens) {
    return new HoldLadder(traits(input, maxTokens, 1), NOW, FeePolicy.NONE);
  }

  private static List<Long> amounts(List<HoldLevel> levels) {
    return levels.stream().map(level -> level.amount().nanos()).toList();
  }

  @Example
  void aStreamHoldsWhatAnswersUsuallyNeed() {
    List<Candidate> one = List.of(candidate("a", NANO));
    assertThat(ladder(100, 64_000).levels(one, 1_000, true))
        .containsExactly(
            new HoldLevel(new Money(1_607), 1_507, Fit.MODEST),
            new HoldLevel(new Money(1_100), 1_000, Fit.AFFORDABLE));
    assertThat(ladder(100, 300).levels(one, 1_000, true))
        .containsExactly(new HoldLevel(new Money(400), 300, Fit.AFFORDABLE));
    assertThat(amounts(ladder(100, 64_000).levels(one, 20, true))).containsExactly(528L, 356L);
  }

  @Example
  void aFeeOnUsageIsHeldToo() {
    FeePolicy five = FeePolicy.percent(FeePolicy.Basis.USAGE, "5");
    HoldLadder ladder = new HoldLadder(traits(100, 900, 1), NOW, five);
    assertThat(amounts(ladder.levels(List.of(candidate("a", NANO)), 1_000, true)))
        .containsExactly(1_050L);
  }

  @Example
  void choicesAreHeldForEach() {
    HoldLadder ladder = new HoldLadder(traits(100, 500, 3), NOW, FeePolicy.NONE);
    assertThat(ladder.levels(List.of(candidate("a", NANO)), 1_000, true))
        .containsExactly(new HoldLevel(new Money(1_600), 1_500, Fit.AFFORDABLE));
  }

  @Example
  void theDearestCandidateFirstAndTheCheaperIfThatIsTooMuch() {
    List<Candidate> three =
        List.of(candidate("a", "0.002"), candidate("b", "0.005"), candidate("c", "0.001"));
    HoldLadder ladder = ladder(0, 64_000);
    List<HoldLevel> levels = ladder.levels(three, 1_000, true);
    assertThat(amounts(levels)).containsExactly(7_535L, 5_000L, 2_000L, 1_000L);
    assertThat(ladder.covers(levels.get(2), three.get(0))).isTrue();
    assertThat(ladder.covers(levels.get(2), three.get(1))).isFalse();
    assertThat(ladder.covers(levels.get(2), three.get(2))).isTrue();
  }

  @Example
  void aWholeAnswerHoldsItsMostOrLessWithALowerBound() {
    List<HoldLevel> levels =
        ladder(100, 64_000).levels(List.of(candidate("a", NANO)), 1_000, false);
    assertThat(levels)
        .containsExactly(
            new HoldLevel(new Money(64_100), 64_000, Fit.WORTH_WAITING),
            new HoldLevel(new Money(4_100), 4_000, Fit.MODEST),
            new HoldLevel(new Money(2_100), 2_000, Fit.MODEST),
            new HoldLevel(new Money(1_100), 1_000, Fit.AFFORDABLE));
    assertThat(amounts(ladder(100, 3_000).levels(List.of(candidate("a", NANO)), 1_000, false)))
        .containsExactly(3_100L, 2_100L, 1_100L);
    assertThat(ladder(100, 900).levels(List.of(candidate("a", NANO)), 1_000, false))
        .containsExactly(new HoldLevel(new Money(1_000), 900, Fit.AFFORDABLE));
  }

  @Example
  void whereNobodySaysTheEndpointsLimitIsTheMost() {
    assertThat(ladder(0, null).mostTokens(List.of(candidate("a", NANO, 8_000)))).isEqualTo(8_000);
    assertThat(ladder(0, null).mostTokens(List.of(candidate("a", NANO)))).isEqualTo(32_000);
    assertThat(ladder(0, -5).mostTokens(List.of(candidate("a", NANO)))).isZero();
    assertThat(
            new HoldLadder(traits(0, Integer.MAX_VALUE, 128), NOW, FeePolicy.NONE)
                .mostTokens(List.of(candidate("a", NANO))))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Example
  void nothingIsHeldForNothing() {
    assertThat(ladder(100, 100).levels(List.of(candidate("a", "0")), 1_000, true)).isEmpty();
    assertThat(ladder(100, 100).levels(List.of(candidate("a", "?")), 1_000, true)).isEmpty();
    assertThat(
            amounts(
                ladder(0, 100)
                    .levels(List.of(candidate("a", "0"), candidate("b", NANO)), 1_000, true)))
        .containsExactly(100L, 0L);
  }

  @Example
  void ofManyPricesTheCheapestStays() {
    List<Candidate> many = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      many.add(candidate("p" + i, "0.0" + (10 + i)));
    }
    List<Long> amounts = amounts(ladder(0, 1_000).levels(many, 1_000, true));
    assertThat(amounts).hasSize(8).startsWith(30_000L, 29_000L).endsWith(11_000L);
  }

  @Example
  void aTierIsHeldForWhereThePromptMayReachIt() {
    Rates base = TestCatalog.rates("0.001");
    PriceVersion tiered =
        new PriceVersion(
            "t",
            Instant.EPOCH,
            base,
            List.of(
                new PriceTier(100, TestCatalog.rates("0.003")),
                new PriceTier(200, TestCatalog.rates("0.002"))),
            List.of(),
            PriceVersion.Trust.CONFIRMED);
    Candidate plain = candidate("a", NANO);
    Candidate candidate = new Candidate(plain.endpoint(), "c", "operator", tiered, List.of());
    assertThat(ladder(100, 10).ceiling(candidate, 10)).isEqualTo(new Money(110));
    assertThat(ladder(101, 10).ceiling(candidate, 10)).isEqualTo(new Money(333));
    // The true prompt may be shorter than the bound, and then the dearer tier holds.
    assertThat(ladder(300, 10).ceiling(candidate, 10)).isEqualTo(new Money(930));
  }

  @Property
  void noAnswerWithinTheBoundsCostsMoreThanTheCeiling(
      @ForAll @IntRange(max = 5_000) int input,
      @ForAll @IntRange(max = 100) int cachedPart,
      @ForAll @IntRange(max = 100) int writePart,
      @ForAll @IntRange(max = 5_000) int output,
      @ForAll @IntRange(max = 100) int reasoningPart,
      @ForAll @IntRange(max = 3) int images,
      @ForAll @IntRange(max = 9_999) int seed) {
    Rates rates =
        new Rates(
            new TokenRate(3_000_001L + seed),
            new TokenRate(15_000_007L - seed),
            new TokenRate(300_000L + seed),
            new TokenRate(3_750_003L),
            new TokenRate(6_000_000L + seed),
            new TokenRate(20_000_001L - 3L * seed),
            new Money(1_000L + seed),
            new Money(seed));
    int cached = input * cachedPart / 200;
    int write = input * writePart / 200;
    int reasoning = output * reasoningPart / 100;
    Usage usage = new Usage(input, cached, write, write / 2, output, reasoning, 0, 0, 0, 0, 0, 0);
    Tariff tariff = Tariff.of(rates);
    Money cost = tariff.cost(usage, images).total();
    assertThat(tariff.ceiling(input, output, images)).isGreaterThanOrEqualTo(cost);
    assertThat(tariff.ceiling(input + 3, output, images))
        .isGreaterThanOrEqualTo(tariff.ceiling(input, output, images));
  }

  @Property
  void whatIsMetExactlyIsTheCostExactly(
      @ForAll @IntRange(max = 5_000) int input, @ForAll @IntRange(max = 5_000) int output) {
    Tariff tariff = Tariff.of(Rates.of(new TokenRate(1_234_567_891L), new TokenRate(987_654_321L)));
    Usage usage = new Usage(input, 0, 0, 0, output, 0, 0, 0, 0, 0, 0, 0);
    assertThat(tariff.ceiling(input, output, 0)).isEqualTo(tariff.cost(usage, 0).total());
  }
}
