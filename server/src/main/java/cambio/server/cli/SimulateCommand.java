package cambio.server.cli;

import cambio.router.sim.EndpointProfile;
import cambio.router.sim.Incident;
import cambio.router.sim.PublishedScenario;
import cambio.router.sim.Scenario;
import cambio.router.sim.ScenarioException;
import cambio.router.sim.ScenarioReader;
import cambio.router.sim.SimulationReport;
import cambio.router.sim.Simulator;
import cambio.router.sim.Strategy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs routing strategies through a scenario on a virtual clock. */
@Command(
    name = "simulate",
    description = {
      "Simulate routing: every strategy and two baselines through a scenario of endpoints",
      "with prices, speeds and faults, on a virtual clock. The same seed gives the same report.",
      "docs/simulate.md has the format of FILE."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

  /** What a dead endpoint is dead from: by then all are known a little. */
  private static final double DEAD_FROM = 5;

  private static final double FOREVER = 1e9;
  private static final double PASS = 0.999;

  @Spec @Nullable CommandSpec spec;
  @Mixin private final ScenarioChoice choice = new ScenarioChoice();

  @Option(
      names = "--requests",
      defaultValue = "1000000",
      description = "How many requests arrive, for each strategy. Default: ${DEFAULT-VALUE}.")
  private int requests = PublishedScenario.REQUESTS;

  @Option(names = "--seed", defaultValue = "20261123", description = "Default: ${DEFAULT-VALUE}.")
  private long seed = 20261123;

  @Option(
      names = "--strategy",
      split = ",",
      description =
          "Only these: price, sort:price, balanced, throughput, latency, random,"
              + " cheapest-cooldown.")
  private List<String> strategies = List.of();

  @Option(
      names = "--each-dead",
      description =
          "Instead: let each endpoint in turn be dead (down or blackhole) from second 5 on, with"
              + " nothing else going wrong in time, and print how many requests were answered.")
  private Incident.@Nullable Kind eachDead;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** Which scenario, and how it is changed. */
  static final class ScenarioChoice {

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "A scenario. Default: the published one.")
    private @Nullable Path file;

    @Option(
        names = "--healthy",
        description = "Take every fault, limit and change of price out of the scenario.")
    private boolean healthy;

    Scenario read() {
      Scenario scenario = written();
      return healthy ? scenario.healthy() : scenario;
    }

    private Scenario written() {
      if (file == null) {
        return PublishedScenario.read();
      }
      try {
        return ScenarioReader.read(Files.readString(file));
      } catch (ScenarioException e) {
        throw new CommandFailure(
            String.join(
                "\n",
                e.problems().stream()
                    .map(problem ->
                        "%s:%d: %s: %s"
                            .formatted(file, problem.line(), problem.field(), problem.message()))
                    .toList()));
      } catch (NoSuchFileException e) {
        throw new CommandFailure(file + ": no such file");
      } catch (CharacterCodingException e) {
        throw new CommandFailure(file + ": not a text in UTF-8");
      } catch (IOException e) {
        throw new CommandFailure(file + ": cannot be read (" + e.getMessage() + ")");
      }
    }

    String name() {
      return file == null ? "published scenario" : file.toString();
    }
  }

  @Override
  public Integer call() {
    if (requests < 1) {
      throw new CommandFailure("--requests: " + requests + " (expected: over 0)");
    }
    Scenario scenario = choice.read();
    PrintWriter out = Output.of(spec);
    boolean good = eachDead == null ? compare(scenario, out) : kill(scenario, eachDead, out);
    out.flush();
    return good ? 0 : 1;
  }

  private boolean compare(Scenario scenario, PrintWriter out) {
    SimulationPrinter printer = new SimulationPrinter(scenario, choice.name(), seed);
    for (Strategy strategy : chosen(List.of(Strategy.values()))) {
      long start = System.nanoTime();
      long cpu = Progress.cpuNanos();
      SimulationReport report = run(scenario, strategy, strategy.label());
      printer.add(report, Progress.cpuNanos() - cpu, System.nanoTime() - start);
    }
    if (json) {
      JsonOutput.print(out, printer.json());
    } else {
      printer.print(out);
    }
    return true;
  }

  private boolean kill(Scenario scenario, Incident.Kind kind, PrintWriter out) {
    Table table = new Table("STRATEGY", "DEAD", "ANSWERED");
    double worst = 1;
    for (Strategy strategy : chosen(List.of(Strategy.PRICE, Strategy.SORT_PRICE))) {
      for (EndpointProfile endpoint : scenario.endpoints()) {
        Incident dead = new Incident(kind, endpoint.name(), DEAD_FROM, FOREVER, 1);
        double answered =
            run(
                    scenario.withIncidents(List.of(dead)),
                    strategy,
                    strategy.label() + " without " + endpoint.name())
                .successRate();
        worst = Math.min(worst, answered);
        table.row(strategy.label(), endpoint.name(), percent(answered));
      }
    }
    table.print(out);
    out.println();
    out.println("Worst: " + percent(worst) + " of " + requests + " requests answered.");
    return worst >= PASS;
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.4f %%", part * 100);
  }

  private SimulationReport run(Scenario scenario, Strategy strategy, String what) {
    Progress progress = new Progress(Output.errors(spec), what, requests);
    SimulationReport report = Simulator.run(scenario, strategy, requests, seed, progress::arrived);
    progress.end();
    return report;
  }

  private List<Strategy> chosen(List<Strategy> otherwise) {
    if (strategies.isEmpty()) {
      return otherwise;
    }
    List<Strategy> chosen = new ArrayList<>();
    for (String name : strategies) {
      chosen.add(
          Arrays.stream(Strategy.values())
              .filter(strategy -> strategy.label().equals(name.strip()))
              .findFirst()
              .orElseThrow(() ->
                  new CommandFailure(
                      "--strategy: %s (expected: %s)"
                          .formatted(
                              name,
                              String.join(
                                  " ",
                                  Arrays.stream(Strategy.values())
                                      .map(Strategy::label)
                                      .toList())))));
    }
    return chosen;
  }
}
