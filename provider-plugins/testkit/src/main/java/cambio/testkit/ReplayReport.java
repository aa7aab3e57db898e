package cambio.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The outcomes of one dialect, counted. */
public final class ReplayReport {

  /** The largest share of a dialect's recordings that may need an exception, in percent. */
  public static final int MOST_EXCEPTIONS_PERCENT = 2;

  private final String dialect;
  private final List<Outcome> outcomes = new ArrayList<>();

  /** A report on this dialect. */
  public ReplayReport(String dialect) {
    this.dialect = dialect;
  }

  /** Runs a dialect over recordings. */
  public static ReplayReport of(RecordedDialect dialect, List<Recording> recordings) {
    ReplayReport report = new ReplayReport(dialect.adapter().dialect());
    Replayer replayer = new Replayer(dialect);
    recordings.forEach(recording -> report.add(replayer.check(recording)));
    return report;
  }

  /** Adds an outcome. */
  public void add(Outcome outcome) {
    outcomes.add(outcome);
  }

  /** What did not pass. */
  public List<Outcome> missed() {
    return outcomes.stream().filter(outcome -> !outcome.passed()).toList();
  }

  /** How many recordings there were. */
  public int size() {
    return outcomes.size();
  }

  /** How many needed an exception. */
  public long excepted() {
    return outcomes.stream().filter(Outcome::excepted).count();
  }

  /** Whether exceptions stay within {@value #MOST_EXCEPTIONS_PERCENT} %. */
  public boolean exceptionsWithinLimit() {
    return excepted() * 100 <= (long) outcomes.size() * MOST_EXCEPTIONS_PERCENT;
  }

  /** Whether everything passed. */
  public boolean passed() {
    return missed().isEmpty() && exceptionsWithinLimit();
  }

  /** The table: a line a feature with passed and total, then the rules with their counts. */
  public String table() {
    Map<String, int[]> byFeature = new TreeMap<>(ReplayReport::allFirst);
    Map<String, Integer> byRule = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      for (String feature : outcome.features()) {
        int[] counts = byFeature.computeIfAbsent(feature, f -> new int[2]);
        counts[0] += outcome.passed() ? 1 : 0;
        counts[1]++;
      }
      for (Rule rule : outcome.rules()) {
        byRule.merge(rule.kind() + " " + rule.name() + ": " + rule.reason(), 1, Integer::sum);
      }
    }
    StringBuilder table = new StringBuilder();
    byFeature.forEach((feature, counts) ->
        table.append(
            String.format("%-20s %-28s %4d/%-4d%n", dialect, feature, counts[0], counts[1])));
    byRule.forEach(
        (rule, count) -> table.append(String.format("%-20s rule %4dx %s%n", dialect, count, rule)));
    return table.toString();
  }

  /** One line for a build's log. */
  public String summary() {
    return "replayed "
        + size()
        + " exchanges of "
        + dialect
        + ": "
        + (size() - missed().size())
        + " passed, "
        + excepted()
        + " by an exception";
  }

  private static int allFirst(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    return a.equals("all") ? -1 : b.equals("all") ? 1 : a.compareTo(b);
  }
}
