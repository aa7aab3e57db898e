package cambio.catalog.format;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what somebody probably meant. */
public final class NearestNames {

  private static final int SUGGESTIONS = 3;

  private NearestNames() {}

  /** Up to three of the known names that are close to this one, nearest first; maybe none. */
  public static List<String> of(String name, Collection<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int tolerance = Math.max(2, wanted.length() / 3);
    return known.stream()
        .map(
            candidate -> new Match(candidate, distance(wanted, candidate.toLowerCase(Locale.ROOT))))
        .filter(match -> match.distance <= tolerance)
        .sorted(Comparator.comparingInt(Match::distance).thenComparing(Match::name))
        .limit(SUGGESTIONS)
        .map(Match::name)
        .toList();
  }

  /** The same as the end of a sentence: empty, or {@code ; did you mean a, b?}. */
  static String hint(String name, Collection<String> known) {
    List<String> nearest = of(name, known);
    return nearest.isEmpty() ? "" : "; did you mean " + String.join(", ", nearest) + "?";
  }

  /** Levenshtein's distance. */
  private static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    for (int column = 0; column <= right.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      int[] current = new int[right.length() + 1];
      current[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        int change = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                Math.min(current[column - 1], previous[column]) + 1, previous[column - 1] + change);
      }
      previous = current;
    }
    return previous[right.length()];
  }

  private record Match(String name, int distance) {}
}
