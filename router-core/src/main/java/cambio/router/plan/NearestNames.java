package cambio.router.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what a caller may have meant. Only for messages: it looks at every name there is. */
final class NearestNames {

  private static final int MOST = 3;
  private static final int LONGEST_QUOTE = 100;

  private NearestNames() {}

  /** The nearest names, best first, at most three; none where nothing is near. */
  static List<String> of(String written, Collection<String> names) {
    String wanted = quoted(written).toLowerCase(Locale.ROOT);
    return names.stream()
        .map(name -> new Scored(name, distance(wanted, name)))
        .filter(scored -> scored.distance <= Math.max(2, wanted.length() / 3))
        .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
        .limit(MOST)
        .map(Scored::name)
        .toList();
  }

  /** A sentence to append to a message: {@code "; nearest: a, b"}, or nothing. */
  static String hint(String written, Collection<String> names) {
    List<String> nearest = of(written, names);
    return nearest.isEmpty() ? "" : "; nearest: " + String.join(", ", nearest);
  }

  /** What the caller wrote, cut so that a message stays short. */
  static String quoted(String written) {
    return written.length() <= LONGEST_QUOTE ? written : written.substring(0, LONGEST_QUOTE) + "…";
  }

  private record Scored(String name, int distance) {}

  /** To the whole name or to the part after its author, whichever is nearer. */
  private static int distance(String wanted, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String bare = lower.substring(lower.indexOf('/') + 1);
    String wantedBare = wanted.substring(wanted.indexOf('/') + 1);
    if (wantedBare.length() >= 3 && bare.contains(wantedBare)) {
      // A name cut short is the commonest slip; the less is missing, the nearer.
      return Math.min(1, bare.length() - wantedBare.length());
    }
    return Math.min(edits(wanted, lower), edits(wanted, bare));
  }

  /** Levenshtein's distance in two rows. */
  static int edits(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
