package cambio.router.plan;

import cambio.router.health.Window;
import cambio.router.plan.Candidate.ScorePart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Sorts by one figure. What has no figure yet counts as the median of those that have one, so that
 * a new endpoint is neither favoured nor starved; ties fall at random.
 */
enum SortedRanking implements Ranking {
  CHEAPEST("sort:price", "price", "USD estimated for this request", Contender::usd),
  FASTEST(
      "throughput",
      "throughput",
      "output tokens a second, median of 5 minutes",
      contender -> -contender.health().stats(Window.MINUTES_5).throughput().p50()),
  PROMPTEST(
      "latency",
      "latency",
      "seconds to the first token, median of 5 minutes",
      contender -> contender.health().stats(Window.MINUTES_5).timeToFirstEvent().p50());

  private final String strategy;
  private final String part;
  private final String detail;
  private final ToDoubleFunction<Contender> figure;

  SortedRanking(String strategy, String part, String detail, ToDoubleFunction<Contender> figure) {
    this.strategy = strategy;
    this.part = part;
    this.detail = detail;
    this.figure = figure;
  }

  @Override
  public String strategyName() {
    return strategy;
  }

  @Override
  public List<Ranked> rank(List<Contender> contenders, RandomGenerator random) {
    // An unknown price is no median price: it goes behind all known ones.
    Peers peers = Peers.of(contenders, figure);
    double median = peers.known() == 0 ? 0 : peers.median();
    double missing = this == CHEAPEST ? Double.POSITIVE_INFINITY : median;
    List<Entry> entries = new ArrayList<>(contenders.size());
    for (Contender contender : contenders) {
      double own = figure.applyAsDouble(contender);
      double value = Double.isNaN(own) ? missing : own;
      entries.add(new Entry(contender, value, !Double.isNaN(own), random.nextDouble()));
    }
    entries.sort(Comparator.comparingDouble(Entry::value).thenComparingDouble(Entry::tie));
    List<Ranked> ranked = new ArrayList<>(entries.size());
    int group = 0;
    double last = Double.NaN;
    for (Entry entry : entries) {
      // Only of equals anyone can be first.
      group += entry.value == last ? 0 : 1;
      last = entry.value;
      ranked.add(new Ranked(entry.contender, parts(entry), group, 1));
    }
    return ranked;
  }

  private List<ScorePart> parts(Entry entry) {
    if (this == CHEAPEST) {
      return List.of(Scores.price(entry.contender));
    }
    ScorePart own =
        entry.measured
            ? new ScorePart(part, Math.abs(entry.value), detail)
            : new ScorePart(part, Math.abs(entry.value), "not measured yet: the others' median");
    return List.of(own, Scores.price(entry.contender));
  }

  private record Entry(Contender contender, double value, boolean measured, double tie) {}
}
