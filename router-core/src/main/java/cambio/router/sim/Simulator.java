package cambio.router.sim;

import cambio.router.plan.RequestTraits;
import cambio.router.sim.Contestant.Course;
import cambio.router.sim.Contestant.Move;
import cambio.router.sim.SimulationReport.OutageReport;
import cambio.spi.FailureKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Runs one strategy through a scenario on a virtual clock. Deterministic: the same scenario,
 * strategy, number of requests and seed give the same report, and all strategies of one seed meet
 * the same arrivals. For one thread and one run.
 */
public final class Simulator {

  private static final int PROGRESS_STEP = 10_000;

  private final Scenario scenario;
  private final Strategy strategy;
  private final Market market;
  private final World world;
  private final Contestant contestant;
  private final SplittableRandom arrivals;
  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private final Timeline timeline;
  private final Clairvoyant clairvoyant;
  private final LotteryExpectation lottery;
  private final long[] answers;
  private final double[] firstEvents;
  private int answered;
  private long costNanos;
  private long attempts;
  private long sequence;

  private Simulator(Scenario scenario, Strategy strategy, int requests, long seed) {
    SplittableRandom seeds = new SplittableRandom(seed);
    this.scenario = scenario;
    this.strategy = strategy;
    this.market = new Market(scenario);
    this.arrivals = seeds.split();
    this.world = new World(scenario, seeds.nextLong());
    this.clairvoyant = new Clairvoyant(market, new World(scenario, seeds.nextLong()), scenario);
    this.lottery = new LotteryExpectation(scenario);
    SplittableRandom random = seeds.split();
    this.contestant =
        switch (strategy) {
          case PRICE, SORT_PRICE, BALANCED, THROUGHPUT, LATENCY ->
              new RouterContestant(market, scenario, strategy, random);
          case RANDOM -> new BaselineContestant(market, scenario, false, random);
          case CHEAPEST_COOLDOWN -> new BaselineContestant(market, scenario, true, random);
        };
    this.timeline = new Timeline(market.size(), scenario.requestsPerSecond());
    this.answers = new long[market.size()];
    this.firstEvents = new double[requests];
  }

  /**
   * Runs a simulation.
   *
   * @param requests how many arrive, over 0
   */
  public static SimulationReport run(
      Scenario scenario, Strategy strategy, int requests, long seed) {
    return run(scenario, strategy, requests, seed, arrived -> {});
  }

  /**
   * Runs a simulation.
   *
   * @param requests how many arrive, over 0
   * @param progress is told now and then how many have arrived
   */
  public static SimulationReport run(
      Scenario scenario, Strategy strategy, int requests, long seed, IntConsumer progress) {
    if (requests < 1) {
      throw new IllegalArgumentException("requests: " + requests + " (expected: > 0)");
    }
    return new Simulator(scenario, strategy, requests, seed).run(requests, progress);
  }

  /** Something that happens at a moment; of equal moments the earlier-made first. */
  private record Event(double at, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Double.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private SimulationReport run(int requests, IntConsumer progress) {
    double now = 0;
    for (int i = 0; i < requests; i++) {
      if (i % PROGRESS_STEP == 0) {
        progress.accept(i);
      }
      now += -Math.log1p(-arrivals.nextDouble()) / scenario.requestsPerSecond();
      runUntil(now);
      arrive(now);
    }
    double lastArrival = now;
    runUntil(Double.POSITIVE_INFINITY);
    return report(requests, lastArrival);
  }

  private void runUntil(double now) {
    while (!queue.isEmpty() && queue.peek().at <= now) {
      queue.remove().action.run();
    }
  }

  private void arrive(double now) {
    int input = tokens(scenario.inputTokens());
    int output = tokens(scenario.outputTokens());
    clairvoyant.request(now, input, output);
    lottery.request(now, input, output);
    Course course = contestant.request(RequestTraits.chat(input, output), now);
    step(new Request(course, now, input, output), now);
  }

  private int tokens(int median) {
    double sigma = scenario.tokenSigma();
    return sigma == 0
        ? median
        : (int) Math.max(1, Math.min(1e7, median * Math.exp(arrivals.nextGaussian() * sigma)));
  }

  private static final class Request {
    private final Course course;
    private final double arrivedAt;
    private final int input;
    private final int output;
    private boolean tried;

    Request(Course course, double arrivedAt, int input, int output) {
      this.course = course;
      this.arrivedAt = arrivedAt;
      this.input = input;
      this.output = output;
    }
  }

  private void step(Request request, double now) {
    switch (request.course.next(now)) {
      case Move.Call call -> call(request, call, now);
      case Move.Pause pause ->
          at(now + pause.seconds(), () -> step(request, now + pause.seconds()));
      case Move.GiveUp none -> {}
    }
  }

  private void call(Request request, Move.Call call, double now) {
    if (!request.tried) {
      request.tried = true;
      timeline.first(call.endpoint(), now);
    }
    attempts++;
    World.Fate fate = world.attempt(call.endpoint(), now, call.timeout(), request.output);
    double end = now + fate.seconds();
    FailureKind failure = fate.failure();
    if (failure != null) {
      at(
          end,
          () -> {
            request.course.failed(call.endpoint(), failure, fate.seconds(), end);
            step(request, end);
          });
      return;
    }
    double firstAt = now + fate.firstEvent();
    at(firstAt, () -> answered(request, call.endpoint(), fate.firstEvent(), firstAt));
    double speed = request.output / fate.seconds();
    at(end, () -> request.course.completed(call.endpoint(), fate.firstEvent(), speed, end));
  }

  private void answered(Request request, int endpoint, double firstEvent, double now) {
    request.course.answered(endpoint, firstEvent, now);
    firstEvents[answered++] = now - request.arrivedAt;
    answers[endpoint]++;
    costNanos += market.costNanos(endpoint, request.arrivedAt, request.input, request.output);
  }

  private void at(double when, Runnable action) {
    queue.add(new Event(when, sequence++, action));
  }

  private SimulationReport report(int requests, double end) {
    Arrays.sort(firstEvents, 0, answered);
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < answers.length; i++) {
      shares.put(market.name(i), (double) answers[i] / Math.max(1, answered));
    }
    return new SimulationReport(
        strategy,
        requests,
        (double) answered / requests,
        answered == 0 ? Double.NaN : costNanos / 1e9 / answered,
        clairvoyant.meanCostUsd(),
        lottery.meanCostUsd(),
        percentile(0.5),
        percentile(0.99),
        (double) attempts / requests,
        shares,
        outages(end));
  }

  private double percentile(double part) {
    return answered == 0 ? Double.NaN : firstEvents[(int) (part * (answered - 1))];
  }

  private List<OutageReport> outages(double end) {
    List<OutageReport> reports = new ArrayList<>();
    for (Incident incident : scenario.incidents()) {
      for (int i = 0; i < market.size(); i++) {
        if (incident.isOutage()
            && scenario.endpoints().get(i).isNamed(incident.target())
            && incident.fromSecond() < end) {
          reports.add(timeline.report(market.name(i), i, incident, end));
        }
      }
    }
    return reports;
  }
}
