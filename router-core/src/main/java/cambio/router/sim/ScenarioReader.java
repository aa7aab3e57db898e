package cambio.router.sim;

import cambio.router.money.TokenRate;
import cambio.router.sim.EndpointProfile.Repricing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
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
 * attempts a second; a target is an endpoint's name, a group's or {@code all}.
 */
public final class ScenarioReader {

  private final Map<String, EndpointProfile> endpoints = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<Incident> incidents = new ArrayList<>();
  private @Nullable Line traffic;

  private ScenarioReader() {}

  /**
   * Reads a scenario's text.
   *
   * @throws IllegalArgumentException naming the line, the word and what was expected
   */
  public static Scenario read(String text) {
    ScenarioReader reader = new ScenarioReader();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
      if (!words[0].isEmpty()) {
        reader.read(new Line(number, words));
      }
    }
    return reader.scenario();
  }

  private void read(Line line) {
    switch (line.word(0)) {
      case "traffic" -> traffic = line.with(1);
      case "endpoint" -> endpoint(line.word(1), line.with(2), line);
      case "reprice" -> reprice(line.word(1), line.with(2), line);
      case "incident" -> incident(line.word(1), line.word(2), line.with(3), line);
      default -> throw line.error(line.word(0), "traffic, endpoint, reprice or incident");
    }
  }

  private void endpoint(String name, Line line, Line whole) {
    line.allow(Set.of("in", "out", "ttft", "sigma", "speed", "fail", "capacity", "groups"));
    Repricing price = new Repricing(0, line.price("in"), line.price("out"));
    String groups = line.text("groups");
    EndpointProfile profile =
        new EndpointProfile(
            name,
            groups == null ? List.of() : List.of(groups.split(",")),
            List.of(price),
            line.number("ttft", 1e-3, 1e4, null),
            line.number("sigma", 0, 5, 0.4),
            line.number("speed", 1e-3, 1e6, null),
            line.number("fail", 0, 1, 0.0),
            line.number("capacity", 1e-3, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY));
    if (endpoints.put(name, profile) != null) {
      throw whole.error(name, "a name that no other endpoint has");
    }
    names.add(name);
  }

  private void reprice(String name, Line line, Line whole) {
    line.allow(Set.of("at", "in", "out"));
    EndpointProfile old = endpoints.get(name);
    if (old == null) {
      throw whole.error(name, "the name of an endpoint above");
    }
    List<Repricing> prices = new ArrayList<>(old.prices());
    double from = line.number("at", 0, 1e9, null);
    if (from <= prices.getLast().fromSecond()) {
      throw whole.error("at " + from, "later than the price before");
    }
    prices.add(new Repricing(from, line.price("in"), line.price("out")));
    endpoints.put(
        name,
        new EndpointProfile(
            name,
            old.groups(),
            prices,
            old.firstEventSeconds(),
            old.firstEventSigma(),
            old.tokensPerSecond(),
            old.failurePart(),
            old.capacityPerSecond()));
  }

  private void incident(String kindName, String target, Line line, Line whole) {
    line.allow(Set.of("at", "for", "value"));
    Incident.Kind kind;
    try {
      kind = Incident.Kind.valueOf(kindName.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw whole.error(kindName, "down, blackhole, failing, slow, speed, capacity or drift");
    }
    boolean bare = kind == Incident.Kind.DOWN || kind == Incident.Kind.BLACKHOLE;
    double most = kind == Incident.Kind.FAILING ? 1 : 1e6;
    incidents.add(
        new Incident(
            kind,
            target,
            line.number("at", 0, 1e9, null),
            line.number("for", 0, 1e9, null),
            bare ? 0 : line.number("value", 0, most, null)));
  }

  private Scenario scenario() {
    if (traffic == null || endpoints.isEmpty()) {
      throw new IllegalArgumentException(
          "scenario: no %s line".formatted(traffic == null ? "traffic" : "endpoint"));
    }
    List<EndpointProfile> profiles = new ArrayList<>();
    Set<String> known = new HashSet<>(Set.of("all"));
    for (String name : names) {
      EndpointProfile profile = endpoints.get(name);
      if (profile != null) {
        profiles.add(profile);
        known.addAll(profile.groups());
        known.add(name);
      }
    }
    for (Incident incident : incidents) {
      if (!known.contains(incident.target())) {
        throw new IllegalArgumentException(
            "incident: nothing is called "
                + incident.target()
                + " (expected: an endpoint or group)");
      }
    }
    traffic.allow(Set.of("rate", "input", "output", "spread", "deadline", "retry-after"));
    return new Scenario(
        traffic.number("rate", 1e-3, 1e6, null),
        (int) traffic.number("input", 1, 1e7, null),
        (int) traffic.number("output", 1, 1e7, null),
        traffic.number("spread", 0, 3, 0.0),
        traffic.number("deadline", 0.1, 1e5, 30.0),
        traffic.number("retry-after", 0, 1e5, 0.0),
        profiles,
        incidents);
  }

  /** The words of a line, from some place on pairs of a name and a value. */
  private record Line(int number, String[] words) {

    String word(int index) {
      if (index >= words.length) {
        throw error("end of line", "one more word");
      }
      return words[index];
    }

    Line with(int start) {
      if (start > words.length || (words.length - start) % 2 != 0) {
        throw error(String.join(" ", words), "pairs of a name and a value");
      }
      return new Line(number, Arrays.copyOfRange(words, start, words.length));
    }

    void allow(Set<String> allowed) {
      for (int i = 0; i < words.length; i += 2) {
        if (!allowed.contains(words[i])) {
          throw error(words[i], String.join(", ", allowed.stream().sorted().toList()));
        }
      }
    }

    @Nullable String text(String name) {
      for (int i = 0; i + 1 < words.length; i += 2) {
        if (words[i].equals(name)) {
          return words[i + 1];
        }
      }
      return null;
    }

    String price(String name) {
      String text = text(name);
      try {
        return TokenRate.perMillion(text == null ? "" : text).toString();
      } catch (ArithmeticException | IllegalArgumentException e) {
        throw error(name + " " + text, "USD per million tokens, at least 0");
      }
    }

    double number(String name, double least, double most, @Nullable Double otherwise) {
      String text = text(name);
      if (text == null && otherwise != null) {
        return otherwise;
      }
      double value;
      try {
        value = Double.parseDouble(text == null ? "missing" : text);
      } catch (NumberFormatException e) {
        value = Double.NaN;
      }
      if (!(value >= least && value <= most)) {
        throw error(name + " " + text, "a number from " + least + " to " + most);
      }
      return value;
    }

    IllegalArgumentException error(String found, String expected) {
      return new IllegalArgumentException(
          "line " + number + ": " + found + " (expected: " + expected + ")");
    }
  }
}
