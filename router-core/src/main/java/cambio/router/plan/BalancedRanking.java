package cambio.router.plan;

import cambio.router.health.Window;
import cambio.router.health.WindowStats;
import cambio.router.plan.Candidate.ScorePart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws without replacement by shares of traffic. A share is the inverse square of the adjusted
 * price, and a fiftieth of the traffic is spread evenly, so that a recovery is seen.
 *
 * <p>The adjusted price is what the request is likely to cost at this endpoint, failures and
 * waiting included:
 *
 * <ul>
 *   <li>the effective price, at the real rate of cache hits of the last 30 minutes;
 *   <li>a failed attempt costs the caller time and another attempt: one further price for each part
 *       of attempts that drop, half of one for those that meet a rate limit, one for answers with
 *       broken tool calls;
 *   <li>waiting has the peers' median price as its unit, lest dear models ignore time and cheap
 *       ones ignore money: a twentieth a second to the first token, and a fifth when output comes
 *       half as fast as the peers' median.
 * </ul>
 *
 * <p>Figures that rest on few samples are drawn: times and speeds towards the peers' median, cache
 * hits, drops, rate limits and broken calls towards none. That counts as twenty samples.
 */
enum BalancedRanking implements Ranking {
  INSTANCE;

  private static final double EXPLORATION = 0.02;
  static final double PRIOR_SAMPLES = 20;
  private static final double PER_SECOND = 0.05;
  private static final double PER_SLOWNESS = 0.2;
  private static final double PER_DROP = 1;
  private static final double PER_RATE_LIMIT = 0.5;
  private static final double PER_BROKEN_CALL = 1;

  @Override
  public String strategyName() {
    return "balanced";
  }

  @Override
  public List<Ranked> rank(List<Contender> contenders, RandomGenerator random) {
    Field field = Field.of(contenders);
    List<Entry> entries = new ArrayList<>(contenders.size());
    double weights = 0;
    for (Contender contender : contenders) {
      Entry entry = field.entry(contender, random.nextDouble());
      weights += entry.weight;
      entries.add(entry);
    }
    double all = weights;
    double even = EXPLORATION / Math.max(1, contenders.size());
    for (Entry entry : entries) {
      entry.draw(all, even);
    }
    entries.sort(Comparator.comparingDouble(entry -> entry.key));
    List<Ranked> ranked = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      ranked.add(new Ranked(entry.contender, entry.parts(), 0, entry.share));
    }
    return ranked;
  }

  /** Outages and rate limits of 30 minutes; speeds of 5. */
  private static WindowStats reliability(Contender contender) {
    return contender.health().stats(Window.MINUTES_30);
  }

  private static WindowStats speeds(Contender contender) {
    return contender.health().stats(Window.MINUTES_5);
  }

  /** All contenders together: what each is compared with. */
  private record Field(Peers price, Peers latency, Peers pace) {

    static Field of(List<Contender> contenders) {
      return new Field(
          Peers.of(contenders, Contender::effectiveUsd),
          Peers.of(contenders, contender -> speeds(contender).timeToFirstEvent().p50()),
          Peers.of(contenders, contender -> speeds(contender).throughput().p50()));
    }

    Entry entry(Contender contender, double uniform) {
      WindowStats outcomes = reliability(contender);
      WindowStats times = speeds(contender);
      double unit = price.known() == 0 || price.median() == 0 ? 1 : price.median();
      double own = Double.isNaN(contender.effectiveUsd()) ? 10 * unit : contender.effectiveUsd();
      double seconds =
          latency.shrunk(
              times.timeToFirstEvent().p50(), times.timeToFirstEvent().samples(), PRIOR_SAMPLES, 0);
      double tokensPerSecond =
          pace.shrunk(
              times.throughput().p50(), times.throughput().samples(), PRIOR_SAMPLES, Double.NaN);
      double slowness =
          Double.isNaN(tokensPerSecond) || tokensPerSecond <= 0
              ? 0
              : Math.max(0, pace.median() / tokensPerSecond - 1);
      double drops = part(outcomes.drops(), outcomes.attempts());
      double refusals = part(outcomes.rateLimits(), outcomes.attempts() + outcomes.rateLimits());
      double broken = part(outcomes.invalidToolCalls(), outcomes.toolCalls());
      double failing = PER_DROP * drops + PER_RATE_LIMIT * refusals + PER_BROKEN_CALL * broken;
      double waiting = unit * (PER_SECOND * seconds + PER_SLOWNESS * slowness);
      return new Entry(contender, own, own * failing, waiting, uniform);
    }

    /** Seldom seen failures are drawn towards none. */
    private static double part(long some, long all) {
      return some / (all + PRIOR_SAMPLES);
    }
  }

  /** One contender's adjusted price; its share and its draw follow once all are known. */
  private static final class Entry {
    private final Contender contender;
    private final double price;
    private final double failing;
    private final double waiting;
    private final double uniform;
    private final double weight;
    private double share;
    private double key;

    Entry(Contender contender, double price, double failing, double waiting, double uniform) {
      this.contender = contender;
      this.price = price;
      this.failing = failing;
      this.waiting = waiting;
      this.uniform = uniform;
      // A tiny price in place of none keeps free endpoints comparable.
      double adjusted = Math.max(price + failing + waiting, 1e-12);
      this.weight = 1 / (adjusted * adjusted);
    }

    /** Shares are drawn as in {@link PriceLottery}. */
    void draw(double all, double even) {
      share = (1 - EXPLORATION) * weight / all + even;
      key = -Math.log(1 - uniform) / share;
    }

    List<ScorePart> parts() {
      return List.of(
          new ScorePart("price", price, "USD effective for this request, cache hits counted"),
          new ScorePart("failures", failing, "USD for drops, rate limits and broken tool calls"),
          new ScorePart("waiting", waiting, "USD for time to first token and slow output"));
    }
  }
}
