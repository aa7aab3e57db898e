package cambio.router.plan;

import java.util.List;

/** Patterns of model slugs, in which {@code *} stands for any characters. */
public final class ModelPattern {

  private ModelPattern() {}

  /** Whether one of the patterns fits the slug. */
  public static boolean anyMatches(List<String> patterns, String slug) {
    for (String pattern : patterns) {
      if (matches(pattern, slug)) {
        return true;
      }
    }
    return false;
  }

  /** Goes back to the last star only: linear in practice, and never worse than the product. */
  private static boolean matches(String pattern, String slug) {
    int p = 0;
    int s = 0;
    int star = -1;
    int resume = 0;
    while (s < slug.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = s;
      } else if (p < pattern.length()
          && Character.toLowerCase(pattern.charAt(p)) == slug.charAt(s)) {
        p++;
        s++;
      } else if (star >= 0) {
        p = star + 1;
        s = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
