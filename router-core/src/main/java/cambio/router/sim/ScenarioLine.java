package cambio.router.sim;

import cambio.router.money.TokenRate;
import cambio.router.sim.ScenarioException.Problem;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A line of a scenario: a kind, some words, then pairs of a name and a value. */
final class ScenarioLine {

  private static final int LONGEST_QUOTE = 40;

  private final int number;
  private final String kind;
  private final String[] words;
  private final String[] pairs;
  private final List<Problem> problems;

  private ScenarioLine(
      int number, String kind, String[] words, String[] pairs, List<Problem> problems) {
    this.number = number;
    this.kind = kind;
    this.words = words;
    this.pairs = pairs;
    this.problems = problems;
  }

  /**
   * Takes a line apart.
   *
   * @param named how many words come before the pairs, the kind included
   * @param allowed the names of pairs
   * @param problems receives what is wrong
   */
  static ScenarioLine of(
      int number, String[] words, int named, Set<String> allowed, List<Problem> problems) {
    int start = Math.min(named, words.length);
    ScenarioLine line =
        new ScenarioLine(
            number,
            words[0],
            Arrays.copyOfRange(words, 0, start),
            Arrays.copyOfRange(words, start, words.length),
            problems);
    line.checkPairs(allowed);
    return line;
  }

  private void checkPairs(Set<String> allowed) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < pairs.length; i += 2) {
      String name = pairs[i];
      if (!allowed.contains(name)) {
        problem(name, "unknown (expected: " + String.join(", ", sorted(allowed)) + ")");
      } else if (!seen.add(name)) {
        problem(name, "stands twice (expected: once)");
      } else if (i + 1 == pairs.length) {
        problem(name, "has no value (expected: a name and a value)");
      }
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  /** A word before the pairs; empty, and noted, where there is none. */
  String word(int index, String what) {
    if (index < words.length) {
      return words[index];
    }
    problem(what, "missing");
    return "";
  }

  @Nullable String text(String name) {
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  /** USD per million tokens as a decimal; 0, and noted, where it is none. */
  String price(String name) {
    String text = text(name);
    String expected = " (expected: USD per million tokens, at least 0, at most 9 decimals)";
    if (text == null) {
      problem(name, "missing" + expected);
      return "0";
    }
    try {
      return TokenRate.perMillion(text).toString();
    } catch (ArithmeticException | IllegalArgumentException e) {
      problem(name, quoted(text) + expected);
      return "0";
    }
  }

  /**
   * A number; the least allowed, and noted, where it is none.
   *
   * @param otherwise where the line does not say; null where it has to
   */
  double number(String name, double least, double most, @Nullable Double otherwise) {
    String text = text(name);
    if (text == null && otherwise != null) {
      return otherwise;
    }
    String expected = " (expected: a number " + range(least, most) + ")";
    if (text == null) {
      problem(name, "missing" + expected);
      return least;
    }
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value >= least && value <= most)) {
      problem(name, quoted(text) + expected);
      return least;
    }
    return value;
  }

  private static String range(double least, double most) {
    return most == Double.POSITIVE_INFINITY
        ? "of " + plain(least) + " or more"
        : "from " + plain(least) + " to " + plain(most);
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }

  void problem(String field, String message) {
    problems.add(new Problem(number, kind + "." + quoted(field), message));
  }

  int number() {
    return number;
  }

  static String quoted(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }
}
