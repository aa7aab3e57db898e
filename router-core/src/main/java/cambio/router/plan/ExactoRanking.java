package cambio.router.plan;

import cambio.router.health.Window;
import cambio.router.health.WindowStats;
import cambio.router.plan.Candidate.ScorePart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The lottery, with those put last that do markedly worse than their peers: sound tool calls or
 * uptime more than two standard deviations under the median, throughput more than one and a half.
 * Who has no sufficient data stands between. Where fewer than four can be compared, nobody is put
 * back.
 */
enum ExactoRanking implements Ranking {
  INSTANCE;

  private static final int LEAST_PEERS = 4;
  private static final int LEAST_ATTEMPTS = 100;

  /** What differs by less than this is no difference, however alike the peers are. */
  private static final double LEAST_SIGMA = 0.01;

  @Override
  public String strategyName() {
    return "exacto";
  }

  @Override
  public List<Ranked> rank(List<Contender> contenders, RandomGenerator random) {
    List<Rule> rules =
        List.of(
            Rule.of("tool calls", contenders, ExactoRanking::validity, 2, LEAST_SIGMA),
            Rule.of("uptime", contenders, ExactoRanking::uptime, 2, LEAST_SIGMA),
            Rule.of("throughput", contenders, ExactoRanking::throughput, 1.5, 0));
    List<Ranked> good = new ArrayList<>(contenders.size());
    List<Ranked> unknown = new ArrayList<>();
    List<Ranked> bad = new ArrayList<>();
    for (Ranked ranked : Ranking.priceLottery().rank(contenders, random)) {
      Rule broken = broken(rules, ranked.contender());
      if (broken != null) {
        bad.add(with(ranked, 2, "bad", 0, broken.name + " markedly under the peers' median"));
      } else if (stats(ranked.contender()).attempts() < LEAST_ATTEMPTS) {
        unknown.add(with(ranked, 1, "insufficient data", 0.5, "too few attempts in 30 minutes"));
      } else {
        good.add(with(ranked, 0, "good", 1, "as the peers or better"));
      }
    }
    good.addAll(unknown);
    good.addAll(bad);
    return good;
  }

  private static @Nullable Rule broken(List<Rule> rules, Contender contender) {
    for (Rule rule : rules) {
      if (rule.brokenBy(contender)) {
        return rule;
      }
    }
    return null;
  }

  private record Rule(String name, ToDoubleFunction<Contender> figure, int peers, double bound) {

    static Rule of(
        String name,
        List<Contender> contenders,
        ToDoubleFunction<Contender> figure,
        double sigmas,
        double leastSigma) {
      Peers peers = Peers.of(contenders, figure);
      double bound = peers.median() - sigmas * Math.max(peers.sigma(), leastSigma);
      return new Rule(name, figure, peers.known(), bound);
    }

    boolean brokenBy(Contender contender) {
      return peers >= LEAST_PEERS && figure.applyAsDouble(contender) < bound;
    }
  }

  private static WindowStats stats(Contender contender) {
    return contender.health().stats(Window.MINUTES_30);
  }

  private static double validity(Contender contender) {
    WindowStats stats = stats(contender);
    return stats.toolCalls() < LEAST_ATTEMPTS ? Double.NaN : stats.toolCallValidity();
  }

  private static double uptime(Contender contender) {
    WindowStats stats = stats(contender);
    return stats.attempts() < LEAST_ATTEMPTS ? Double.NaN : stats.uptime();
  }

  private static double throughput(Contender contender) {
    WindowStats stats = stats(contender);
    return stats.attempts() < LEAST_ATTEMPTS ? Double.NaN : stats.throughput().p50();
  }

  private static Ranked with(Ranked ranked, int place, String tier, double value, String detail) {
    List<ScorePart> parts = new ArrayList<>(ranked.parts());
    parts.add(new ScorePart("quality", value, tier + ": " + detail));
    return ranked
        .withParts(List.copyOf(parts))
        .withGroup(place * PriceLottery.GROUPS + ranked.group());
  }
}
