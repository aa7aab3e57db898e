package cambio.router.catalog;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name that stands for another model as time goes by, such as {@code acme/large-latest}. Callers
 * write it with a tilde.
 *
 * @param name {@code author/family-latest}, lower case, without the tilde
 * @param models slugs or patterns in which one {@code #} stands for a version number ({@code 4},
 *     {@code 5.5}). The highest version that has an endpoint is meant; of equal ones, and of slugs
 *     without a number, the first
 */
public record ModelAlias(String name, List<String> models) {

  private static final String NUMBER = "([0-9]{1,9}(?:\\.[0-9]{1,9}){0,3})";

  public ModelAlias {
    models = List.copyOf(models);
  }

  /** The slug that it stands for among these, or null where none fits. */
  @Nullable String resolve(Iterable<String> slugs) {
    String best = null;
    int[] bestVersion = {};
    for (String pattern : models) {
      Pattern compiled = compile(pattern);
      for (String slug : slugs) {
        Matcher matcher = compiled.matcher(slug);
        if (matcher.matches()) {
          int[] version = matcher.groupCount() == 0 ? new int[] {} : version(matcher.group(1));
          if (best == null || compare(version, bestVersion) > 0) {
            best = slug;
            bestVersion = version;
          }
        }
      }
    }
    return best;
  }

  private static Pattern compile(String pattern) {
    int mark = pattern.indexOf('#');
    return mark < 0
        ? Pattern.compile(Pattern.quote(pattern))
        : Pattern.compile(
            Pattern.quote(pattern.substring(0, mark))
                + NUMBER
                + Pattern.quote(pattern.substring(mark + 1)));
  }

  private static int[] version(String text) {
    String[] parts = text.split("\\.");
    int[] numbers = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Integer.parseInt(parts[i]);
    }
    return numbers;
  }

  private static int compare(int[] one, int[] other) {
    for (int i = 0; i < Math.max(one.length, other.length); i++) {
      int a = i < one.length ? one[i] : 0;
      int b = i < other.length ? other[i] : 0;
      if (a != b) {
        return Integer.compare(a, b);
      }
    }
    return 0;
  }
}
