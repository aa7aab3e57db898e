package cambio.router.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of names, some of them patterns in which {@code *} stands for any characters, such as
 * {@code author/*}. Immutable.
 */
public final class Names {

  /** No name. */
  public static final Names NONE = new Names(List.of());

  private final Set<String> exact = new HashSet<>();
  private final List<String> patterns = new ArrayList<>();

  private Names(Collection<String> names) {
    for (String name : names) {
      if (name.indexOf('*') < 0) {
        exact.add(name);
      } else {
        patterns.add(name);
      }
    }
  }

  /** These names and patterns. */
  public static Names of(Collection<String> names) {
    return names.isEmpty() ? NONE : new Names(names);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return exact.isEmpty() && patterns.isEmpty();
  }

  /** Whether a name is among them, or fits a pattern. */
  public boolean contains(String name) {
    if (exact.contains(name)) {
      return true;
    }
    for (String pattern : patterns) {
      if (fits(pattern, name)) {
        return true;
      }
    }
    return false;
  }

  /** Greedy, with one point to return to: linear for patterns as people write them. */
  private static boolean fits(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int retry = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Names names
        && exact.equals(names.exact)
        && Set.copyOf(patterns).equals(Set.copyOf(names.patterns));
  }

  @Override
  public int hashCode() {
    return 31 * exact.hashCode() + Set.copyOf(patterns).hashCode();
  }

  @Override
  public String toString() {
    List<String> all = new ArrayList<>(exact);
    all.addAll(patterns);
    return all.toString();
  }
}
