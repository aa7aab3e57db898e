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
import cambio.router.money.RatesArbitrary;
import cambio.router.money.Tariff;
import cambio.router.money.TokenRate;
import cambio.router.plan.Candidate;
import cambio.router.plan.PromptMeasure;
import cambio.router.plan.PromptSize;
import cambio.router.plan.RequestTraits;
import cambio.router.quota.HoldLevel.Fit;
import cambio.spi.event.Usage;
import cambio.spi.request.Modality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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
        Model.Kind.CHAT,
        Set.of(),
        Set.of(),
        Set.of(),
        PromptSize.ofText(input),
        maxTokens,
        choices,
        null,
        PromptMeasure.NONE);
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
      @ForAll("rates") Rates rates,
      @ForAll @IntRange(max = 5_000) int input,
      @ForAll @IntRange(max = 100) int cachedPart,
      @ForAll @IntRange(max = 100) int writePart,
      @ForAll @IntRange(max = 100) int heardPart,
      @ForAll @IntRange(max = 5_000) int output,
      @ForAll @IntRange(max = 100) int reasoningPart,
      @ForAll @IntRange(max = 100) int spokenPart,
      @ForAll @IntRange(max = 3) int images) {
    int write = input * writePart / 200;
    Usage usage =
        new Usage(
            input,
            input * cachedPart / 200,
            write,
            write / 2,
            output,
            output * reasoningPart / 100,
            input * heardPart / 100,
            output * spokenPart / 100,
            0,
            0,
            0,
            0);
    Tariff tariff = Tariff.of(rates);
    Usage most =
        Usage.of(input, output).withAudio(usage.inputAudioTokens(), usage.outputAudioTokens());
    assertThat(tariff.ceiling(most, images))
        .isGreaterThanOrEqualTo(tariff.cost(usage, images).total())
        .isLessThanOrEqualTo(tariff.ceiling(most.withAudio(input, output), images));
    assertThat(tariff.ceiling(Usage.of(input + 3, output), images))
        .isGreaterThanOrEqualTo(tariff.ceiling(Usage.of(input, output), images));
  }

  @Provide
  Arbitrary<Rates> rates() {
    Arbitrary<TokenRate> rate = Arbitraries.longs().between(0, 40_000_000L).map(TokenRate::new);
    Arbitrary<@Nullable Money> piece =
        Arbitraries.longs().between(0, 9_999).<@Nullable Money>map(Money::new);
    return RatesArbitrary.of(rate, piece, piece);
  }

  @Property
  void whatIsMetExactlyIsTheCostExactly(
      @ForAll @IntRange(max = 5_000) int input, @ForAll @IntRange(max = 5_000) int output) {
    Tariff tariff = Tariff.of(Rates.of(new TokenRate(1_234_567_891L), new TokenRate(987_654_321L)));
    Usage usage = Usage.of(input, output);
    assertThat(tariff.ceiling(usage, 0)).isEqualTo(tariff.cost(usage, 0).total());
  }

  @Example
  void anAnswerThatMayBeSpokenIsHeldForAtThePriceOfSound() {
    assertThat(sounding(Set.of(), 0)).isEqualTo(new Money(100 + 10 * 40));
    assertThat(sounding(Set.of(Modality.TEXT, Modality.AUDIO), 0)).isEqualTo(new Money(500));
    assertThat(sounding(Set.of(Modality.TEXT), 0)).isEqualTo(new Money(110));
  }

  @Example
  void soundInThePromptIsHeldForAtThePriceOfSound() {
    assertThat(sounding(Set.of(Modality.TEXT), 30)).isEqualTo(new Money(70 + 30 * 20 + 10));
  }

  /** 100 tokens of prompt and 10 of answer at a nano-USD, where sound costs 20 and 40. */
  private static Money sounding(Set<Modality> wanted, int heard) {
    TokenRate nano = TokenRate.perMillion(NANO);
    Rates rates =
        new Rates(
            nano,
            nano,
            null,
            null,
            null,
            null,
            TokenRate.perMillion("0.02"),
            TokenRate.perMillion("0.04"),
            null,
            null);
    RequestTraits traits =
        new RequestTraits(
            Model.Kind.CHAT,
            Set.of(),
            Set.of(),
            wanted,
            new PromptSize(100, 100, heard, heard, 0),
            10,
            1,
            null,
            PromptMeasure.NONE);
    Candidate plain = candidate("a", NANO);
    Candidate candidate =
        new Candidate(plain.endpoint(), "c", "operator", TestCatalog.price("s", rates), List.of());
    return new HoldLadder(traits, NOW, FeePolicy.NONE).ceiling(candidate, 10);
  }
}
