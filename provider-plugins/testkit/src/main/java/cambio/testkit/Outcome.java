package cambio.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What became of one recording.
 *
 * @param misses what is wrong, by aspect; empty where it passed
 * @param rules the rules that were needed
 */
public record Outcome(Recording recording, Map<Aspect, List<String>> misses, Set<Rule> rules) {

  /** What is checked of a recording. */
  public enum Aspect {
    /** The events say what an independent reading says; an error response is classified. */
    ANSWER,
    /** The events are the same however the bytes are cut, and frames for splicing are true. */
    CUTS,
    /** The request that a real client sent is reproduced. */
    REQUEST
  }

  public Outcome {
    misses = Map.copyOf(new TreeMap<>(misses));
    rules = Set.copyOf(rules);
  }

  /** Whether nothing is wrong. */
  public boolean passed() {
    return misses.isEmpty();
  }

  /** Whether an exception was needed. */
  public boolean excepted() {
    return rules.stream().anyMatch(rule -> rule.kind() == Rule.Kind.EXCEPTION);
  }

  /** The features, with {@code all} and the API's name, under which this outcome is counted. */
  public Set<String> features() {
    Set<String> features = new TreeSet<>(recording.features());
    features.add("all");
    features.add("api=" + recording.api());
    return features;
  }

  /** What is wrong, for people. */
  public String describe() {
    return new TreeMap<>(misses)
        .entrySet().stream()
            .map(e -> e.getKey() + ": " + String.join("\n    ", e.getValue()))
            .collect(Collectors.joining("\n  ", recording.id() + "\n  ", ""));
  }
}
