package cambio.router.sim;

import cambio.router.plan.RequestTraits;
import cambio.spi.FailureKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What others do, in the same harness: uniform random, or cheapest first where a failure of any
 * kind cools an endpoint for five seconds. Three attempts share the deadline evenly.
 */
final class BaselineContestant implements Contestant {

  private static final int ATTEMPTS = 3;
  private static final double COOLDOWN = 5;

  private final Market market;
  private final Scenario scenario;
  private final boolean cheapest;
  private final SplittableRandom random;
  private final double[] coolUntil;

  BaselineContestant(Market market, Scenario scenario, boolean cheapest, SplittableRandom random) {
    this.market = market;
    this.scenario = scenario;
    this.cheapest = cheapest;
    this.random = random;
    this.coolUntil = new double[market.size()];
    Arrays.fill(coolUntil, Double.NEGATIVE_INFINITY);
  }

  @Override
  public Course request(RequestTraits traits, double now) {
    return new BaselineCourse(order(traits, now), now + scenario.deadlineSeconds());
  }

  private List<Integer> order(RequestTraits traits, double now) {
    List<Integer> order = new ArrayList<>(market.size());
    for (int i = 0; i < market.size(); i++) {
      order.add(i);
    }
    for (int i = order.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      Integer swapped = order.get(i);
      order.set(i, order.get(other));
      order.set(other, swapped);
    }
    if (cheapest) {
      long[] costs = new long[market.size()];
      for (int i = 0; i < costs.length; i++) {
        costs[i] =
            market.costNanos(
                i, now, traits.estimatedInputTokens(), (int) traits.expectedOutputTokens());
      }
      order.sort(
          Comparator.comparing((Integer i) -> coolUntil[i] > now).thenComparingLong(i -> costs[i]));
    }
    return order;
  }

  private final class BaselineCourse implements Course {
    private final List<Integer> order;
    private final double deadline;
    private int tried;

    BaselineCourse(List<Integer> order, double deadline) {
      this.order = order;
      this.deadline = deadline;
    }

    @Override
    public Move next(double now) {
      int left = Math.min(ATTEMPTS, order.size()) - tried;
      if (left <= 0 || now >= deadline) {
        return new Move.GiveUp();
      }
      return new Move.Call(order.get(tried++), (deadline - now) / left);
    }

    @Override
    public void failed(int endpoint, FailureKind kind, double seconds, double now) {
      coolUntil[endpoint] = now + COOLDOWN;
    }

    @Override
    public void answered(int endpoint, double firstEvent, double now) {}

    @Override
    public void completed(int endpoint, double firstEvent, double tokensPerSecond, double now) {}
  }
}
