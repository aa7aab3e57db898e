package cambio.server.cli;

import cambio.router.sim.Scenario;
import cambio.router.sim.SimulationReport;
import cambio.router.sim.SimulationReport.OutageReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows what came of a simulation, for people and for programs. */
final class SimulationPrinter {

  private final Scenario scenario;
  private final String name;
  private final long seed;
  private final List<Run> runs = new ArrayList<>();

  private record Run(SimulationReport report, double cpuSeconds, double seconds) {}

  SimulationPrinter(Scenario scenario, String name, long seed) {
    this.scenario = scenario;
    this.name = name;
    this.seed = seed;
  }

  void add(SimulationReport report, long cpuNanos, long nanos) {
    runs.add(new Run(report, cpuNanos / 1e9, nanos / 1e9));
  }

  void print(PrintWriter out) {
    SimulationReport any = runs.getFirst().report;
    out.printf(
        Locale.ROOT,
        "%s: %d endpoints, %s requests a second, %,d requests for each strategy, seed %d.%n%n",
        name,
        scenario.endpoints().size(),
        number(scenario.requestsPerSecond(), 3),
        any.requests(),
        seed);
    strategies(out);
    out.printf(
        Locale.ROOT,
        "%nUSD an answer: %s had each gone to the cheapest that would have answered (clairvoyant),%n"
            + "%s expected by the inverse-square lottery if nothing failed.%n"
            + "LEAVE and RETURN are the worst of all outages; LATE is the part of requests that still"
            + " tried%na dead endpoint first from 5 s after it died, probes included.%n"
            + "* baselines.%n",
        number(any.clairvoyantCostUsd(), 6),
        number(any.lotteryCostUsd(), 6));
    outages(out);
    shares(out);
  }

  private void strategies(PrintWriter out) {
    Table table =
        new Table(
            "STRATEGY",
            "ANSWERED %",
            "USD/ANSWER",
            "/OPTIMUM",
            "/LOTTERY",
            "TTFT P50",
            "TTFT P99",
            "ATTEMPTS",
            "LEAVE S",
            "RETURN S",
            "LATE %",
            "CPU S",
            "SECONDS");
    for (Run run : runs) {
      SimulationReport report = run.report;
      table.row(
          report.strategy().label() + (report.strategy().isBaseline() ? " *" : ""),
          number(report.successRate() * 100, 4),
          number(report.meanCostUsd(), 6),
          number(report.meanCostUsd() / report.clairvoyantCostUsd(), 3),
          number(report.meanCostUsd() / report.lotteryCostUsd(), 3),
          number(report.firstEventP50(), 3),
          number(report.firstEventP99(), 3),
          number(report.attemptsPerRequest(), 4),
          number(report.worstLeave(), 0),
          number(report.worstReturn(), 0),
          number(report.worstLatePart() * 100, 3),
          number(run.cpuSeconds, 1),
          number(run.seconds, 1));
    }
    table.print(out);
  }

  private void outages(PrintWriter out) {
    if (runs.getFirst().report.outages().isEmpty()) {
      return;
    }
    out.println();
    Table table = new Table("OUTAGE OF", "FROM S", "STRATEGY", "LEAVE S", "RETURN S", "LATE %");
    for (Run run : runs) {
      for (OutageReport outage : run.report.outages()) {
        table.row(
            outage.endpoint(),
            number(outage.fromSecond(), 0),
            run.report.strategy().label(),
            number(outage.secondsToLeave(), 0),
            number(outage.secondsToReturn(), 0),
            number(outage.latePart() * 100, 3));
      }
    }
    table.print(out);
    out.println("- where it had no share before, or the simulation ended first.");
  }

  private void shares(PrintWriter out) {
    out.println();
    String[] headings = new String[runs.size() + 1];
    headings[0] = "SHARE OF ANSWERS %";
    for (int i = 0; i < runs.size(); i++) {
      headings[i + 1] = runs.get(i).report.strategy().label();
    }
    Table table = new Table(headings);
    for (String endpoint : runs.getFirst().report.shares().keySet()) {
      @Nullable Object[] row = new @Nullable Object[headings.length];
      row[0] = endpoint;
      for (int i = 0; i < runs.size(); i++) {
        row[i + 1] = number(runs.get(i).report.shares().getOrDefault(endpoint, 0.0) * 100, 3);
      }
      table.row(row);
    }
    table.print(out);
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("scenario", name);
    json.put("endpoints", scenario.endpoints().size());
    json.put("seed", seed);
    json.put("strategies", runs.stream().map(SimulationPrinter::json).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(Run run) {
    SimulationReport report = run.report;
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("strategy", report.strategy().label());
    json.put("baseline", report.strategy().isBaseline());
    json.put("requests", report.requests());
    json.put("success_rate", report.successRate());
    json.put("mean_cost_usd", finite(report.meanCostUsd()));
    json.put("clairvoyant_cost_usd", finite(report.clairvoyantCostUsd()));
    json.put("lottery_expectation_usd", finite(report.lotteryCostUsd()));
    json.put("ttft_p50_seconds", finite(report.firstEventP50()));
    json.put("ttft_p99_seconds", finite(report.firstEventP99()));
    json.put("attempts_per_request", report.attemptsPerRequest());
    json.put("seconds_to_leave", finite(report.worstLeave()));
    json.put("seconds_to_return", finite(report.worstReturn()));
    json.put("late_part", finite(report.worstLatePart()));
    json.put("outages", report.outages().stream().map(SimulationPrinter::json).toList());
    json.put("shares", report.shares());
    json.put("cpu_seconds", run.cpuSeconds);
    json.put("seconds", run.seconds);
    return json;
  }

  private static Map<String, @Nullable Object> json(OutageReport outage) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("endpoint", outage.endpoint());
    json.put("from_second", outage.fromSecond());
    json.put("seconds_to_leave", finite(outage.secondsToLeave()));
    json.put("seconds_to_return", finite(outage.secondsToReturn()));
    json.put("late_part", finite(outage.latePart()));
    return json;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static @Nullable String number(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : null;
  }
}
