package cambio.router.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cambio.router.TestCatalog;
import cambio.router.catalog.Endpoint;
import cambio.router.health.EndpointHealth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LotteryTest {

  private static final int DRAWS = 1_000_000;

  /** The 99.9 % quantiles of chi-square with 4 and 19 degrees of freedom. */
  private static final double CHI_SQUARE_4 = 18.47;

  private static final double CHI_SQUARE_19 = 43.82;

  private final RandomGenerator random = new SplittableRandom(20261123);

  @Test
  void aThirdOfThePriceIsNineTimesAsLikely() {
    Map<String, Integer> firsts = draw(contenders(1, 3), 0);
    double ratio = (double) firsts.getOrDefault("p0", 0) / firsts.getOrDefault("p1", 1);
    assertThat(ratio).isCloseTo(9, within(0.15));
  }

  @Test
  void firstPlacesFollowTheInverseSquareOfPrice() {
    double[] prices = {0.2, 0.25, 0.5, 0.7, 3};
    assertThat(chiSquare(draw(contenders(prices), 0), shares(prices))).isLessThan(CHI_SQUARE_4);
  }

  @Test
  void theWholeOrderIsADrawWithoutReplacement() {
    double[] prices = {1, 1.5, 2, 2.5, 4};
    List<Contender> contenders = contenders(prices);
    Map<String, Integer> pairs = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      List<Ranked> ranked = Ranking.priceLottery().rank(contenders, random);
      pairs.merge(provider(ranked.get(0)) + provider(ranked.get(1)), 1, Integer::sum);
    }
    assertThat(chiSquare(pairs, pairShares(prices))).isLessThan(CHI_SQUARE_19);
  }

  @Test
  void equalPricesAreEquallyLikelyAndSoAreFreeOnes() {
    assertThat(chiSquare(draw(contenders(2, 2, 2, 2, 2), 0), shares(2, 2, 2, 2, 2)))
        .isLessThan(CHI_SQUARE_4);
    assertThat(chiSquare(draw(contenders(0, 0, 0, 0, 0), 0), shares(1, 1, 1, 1, 1)))
        .isLessThan(CHI_SQUARE_4);
  }

  @Test
  void pricesFarApartNeitherOverflowNorVanish() {
    List<Ranked> ranked =
        Ranking.priceLottery().rank(contenders(1e-12, 1e6, Double.NaN, 1), random);
    assertThat(ranked).hasSize(4);
    assertThat(provider(ranked.getFirst())).isEqualTo("p0");
    assertThat(provider(ranked.getLast())).isEqualTo("p2");
  }

  private Map<String, Integer> draw(List<Contender> contenders, int place) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      counts.merge(
          provider(Ranking.priceLottery().rank(contenders, random).get(place)), 1, Integer::sum);
    }
    return counts;
  }

  private static Map<String, Double> shares(double... prices) {
    double total = 0;
    for (double price : prices) {
      total += 1 / (price * price);
    }
    Map<String, Double> shares = new HashMap<>();
    for (int i = 0; i < prices.length; i++) {
      shares.put("p" + i, 1 / (prices[i] * prices[i]) / total);
    }
    return shares;
  }

  private static Map<String, Double> pairShares(double... prices) {
    Map<String, Double> first = shares(prices);
    Map<String, Double> pairs = new HashMap<>();
    first.forEach((one, share) ->
        first.forEach((two, other) -> {
          if (!one.equals(two)) {
            pairs.put(one + two, share * other / (1 - share));
          }
        }));
    return pairs;
  }

  private static double chiSquare(Map<String, Integer> seen, Map<String, Double> shares) {
    double sum = 0;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      double expected = share.getValue() * DRAWS;
      double off = seen.getOrDefault(share.getKey(), 0) - expected;
      sum += off * off / expected;
    }
    return sum;
  }

  private static String provider(Ranked ranked) {
    return ranked.contender().endpoint().provider();
  }

  private static List<Contender> contenders(double... prices) {
    TestCatalog catalog = new TestCatalog();
    for (int i = 0; i < prices.length; i++) {
      catalog.endpoint("p" + i, Planning.MODEL, "1");
    }
    List<Contender> contenders = new ArrayList<>();
    List<Endpoint> endpoints = catalog.snapshot().endpoints(Planning.MODEL);
    for (int i = 0; i < prices.length; i++) {
      Endpoint endpoint = endpoints.get(i);
      contenders.add(
          new Contender(
              endpoint,
              List.of(CredentialRef.operator("k")),
              Double.isNaN(prices[i]) ? null : endpoint.prices().getFirst(),
              prices[i],
              prices[i],
              EndpointHealth.UNKNOWN,
              true));
    }
    return contenders;
  }
}
