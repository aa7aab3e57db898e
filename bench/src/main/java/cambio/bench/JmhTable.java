package cambio.bench;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the JMH benchmarks with JMH's own options and prints what they mean as a table. */
public final class JmhTable {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private JmhTable() {}

  /** Runs what the arguments choose, by default everything. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(arguments))
                    .addProfiler(GCProfiler.class)
                    .build())
            .run();
    System.out.printf("%n%-48s %12s %12s %12s%n", "", "µs", "MB/s", "KB allocated");
    for (RunResult result : results) {
      print(result);
    }
  }

  private static void print(RunResult result) {
    double micros = result.getPrimaryResult().getScore();
    String dialect = result.getParams().getParam("dialect");
    String title =
        dialect != null
            ? "decode 1,000 chunks, " + dialect
            : result.getParams().getParam("strategy") != null
                ? "plan of 40 endpoints, " + result.getParams().getParam("strategy")
                : result.getPrimaryResult().getLabel() + " a prompt";
    String rate = "";
    if (dialect != null) {
      long bytes = DialectStream.of(dialect).length(DecodeBenchmark.CHUNKS);
      rate = "%.0f".formatted(bytes / micros);
    }
    System.out.printf("%-48s %12.1f %12s %12.1f%n", title, micros, rate, allocated(result) / 1_000);
  }

  private static double allocated(RunResult result) {
    for (String name : result.getSecondaryResults().keySet()) {
      if (name.endsWith(ALLOCATED)) {
        return result.getSecondaryResults().get(name).getScore();
      }
    }
    return Double.NaN;
  }
}
