package cambio.router.sim;

import cambio.router.sim.EndpointProfile.Repricing;
import cambio.router.sim.ScenarioException.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a scenario. A line each; {@code #} begins a comment; words are parted by blanks:
 *
 * <pre>
 * traffic  rate 200 input 1000 output 500 [spread 0.3] [deadline 30] [retry-after 1]
 * endpoint NAME in 0.20 out 0.60 ttft 0.4 [sigma 0.4] speed 80 [fail 0.002] [capacity 40]
 *          [groups A,B]                                                (on the same line)
 * reprice  NAME at 600 in 0.30 out 0.90
 * incident down|blackhole TARGET at 600 for 120
 * incident failing|slow|speed|capacity|drift TARGET at 600 for 120 value 0.3
 * </pre>
 *
 * Prices are USD per million tokens, times are seconds, speeds are tokens a second, capacities are
 * attempts a second; a target is an endpoint's name, a group's or {@code all}. The order of the
 * lines does not matter, but for the repricings of one endpoint. docs/simulate.md tells more.
 */
public final class ScenarioReader {

  private static final String ALL = "all";
  private static final int MOST_PROBLEMS = 50;

  private final Map<String, EndpointProfile> endpoints = new LinkedHashMap<>();
  private final List<ScenarioLine> repricings = new ArrayList<>();
  private final List<ScenarioLine> incidentLines = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable ScenarioLine traffic;

  private ScenarioReader() {}

  /**
   * Reads a scenario's text.
   *
   * @throws ScenarioException naming lines, fields and what was expected
   */
  public static Scenario read(String text) {
    ScenarioReader reader = new ScenarioReader();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      int comment = line.indexOf('#');
      String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
      if (!words[0].isEmpty()) {
        reader.read(number, words);
      }
    }
    return reader.scenario();
  }

  private void read(int number, String[] words) {
    switch (words[0]) {
      case "traffic" ->
          traffic(
              line(
                  number,
                  words,
                  1,
                  "rate",
                  "input",
                  "output",
                  "spread",
                  "deadline",
                  "retry-after"));
      case "endpoint" ->
          endpoint(
              line(
                  number,
                  words,
                  2,
                  "in",
                  "out",
                  "ttft",
                  "sigma",
                  "speed",
                  "fail",
                  "capacity",
                  "groups"));
      case "reprice" -> repricings.add(line(number, words, 2, "at", "in", "out"));
      case "incident" -> incidentLines.add(line(number, words, 3, "at", "for", "value"));
      default ->
          problems.add(
              new Problem(
                  number,
                  ScenarioLine.quoted(words[0]),
                  "unknown (expected: traffic, endpoint, reprice or incident)"));
    }
  }

  private ScenarioLine line(int number, String[] words, int named, String... names) {
    return ScenarioLine.of(number, words, named, Set.copyOf(Arrays.asList(names)), problems);
  }

  private void traffic(ScenarioLine line) {
    if (traffic != null) {
      problems.add(new Problem(line.number(), "traffic", "stands twice (expected: once)"));
    }
    traffic = line;
  }

  private void endpoint(ScenarioLine line) {
    String name = line.word(1, "name");
    String groups = line.text("groups");
    EndpointProfile profile =
        new EndpointProfile(
            name,
            groups == null ? List.of() : List.of(groups.split(",")),
            List.of(new Repricing(0, line.price("in"), line.price("out"))),
            line.number("ttft", 1e-3, 1e4, null),
            line.number("sigma", 0, 5, 0.4),
            line.number("speed", 1e-3, 1e6, null),
            line.number("fail", 0, 1, 0.0),
            line.number("capacity", 1e-3, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY));
    if (name.equals(ALL) || endpoints.put(name, profile) != null) {
      line.problem("name", ScenarioLine.quoted(name) + " (expected: a name that nothing else has)");
    }
  }

  private void reprice(ScenarioLine line) {
    String name = line.word(1, "name");
    EndpointProfile old = endpoints.get(name);
    double from = line.number("at", 0, 1e9, null);
    Repricing price = new Repricing(from, line.price("in"), line.price("out"));
    if (old == null) {
      line.problem("name", ScenarioLine.quoted(name) + " (expected: the name of an endpoint)");
      return;
    }
    List<Repricing> prices = new ArrayList<>(old.prices());
    if (from <= prices.getLast().fromSecond()) {
      line.problem("at", from + " (expected: later than the endpoint's price before)");
      return;
    }
    prices.add(price);
    endpoints.put(name, old.withPrices(prices));
  }

  private void incident(ScenarioLine line, Set<String> targets, List<Incident> incidents) {
    String kindName = line.word(1, "kind");
    String target = line.word(2, "target");
    if (!targets.contains(target)) {
      line.problem(
          "target", ScenarioLine.quoted(target) + " (expected: an endpoint, a group or all)");
    }
    Incident.Kind kind;
    try {
      kind = Incident.Kind.valueOf(kindName.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      line.problem(
          "kind",
          ScenarioLine.quoted(kindName)
              + " (expected: down, blackhole, failing, slow, speed, capacity or drift)");
      return;
    }
    boolean bare = kind == Incident.Kind.DOWN || kind == Incident.Kind.BLACKHOLE;
    double most = kind == Incident.Kind.FAILING ? 1 : 1e6;
    incidents.add(
        new Incident(
            kind,
            target,
            line.number("at", 0, 1e9, null),
            line.number("for", 0, 1e9, null),
            line.number("value", 0, most, bare ? 0.0 : null)));
  }

  private Scenario scenario() {
    repricings.forEach(this::reprice);
    Set<String> targets = new HashSet<>(Set.of(ALL));
    for (EndpointProfile profile : endpoints.values()) {
      targets.add(profile.name());
      targets.addAll(profile.groups());
    }
    List<Incident> incidents = new ArrayList<>();
    incidentLines.forEach(line -> incident(line, targets, incidents));
    if (traffic == null) {
      problems.add(new Problem(0, "traffic", "no such line (expected: one)"));
    }
    if (endpoints.isEmpty()) {
      problems.add(new Problem(0, "endpoint", "no such line (expected: at least one)"));
    }
    Scenario scenario = traffic == null ? null : scenario(traffic, incidents);
    if (scenario == null || !problems.isEmpty()) {
      throw new ScenarioException(
          problems.stream()
              .sorted((a, b) -> Integer.compare(a.line(), b.line()))
              .limit(MOST_PROBLEMS)
              .toList());
    }
    return scenario;
  }

  private Scenario scenario(ScenarioLine line, List<Incident> incidents) {
    return new Scenario(
        line.number("rate", 1e-3, 1e6, null),
        (int) line.number("input", 1, 1e7, null),
        (int) line.number("output", 1, 1e7, null),
        line.number("spread", 0, 3, 0.0),
        line.number("deadline", 0.1, 1e5, 30.0),
        line.number("retry-after", 0, 1e5, 0.0),
        List.copyOf(endpoints.values()),
        incidents);
  }
}
