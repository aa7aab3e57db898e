package cambio.spi;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An option of {@link Quirks#options} that a dialect understands.
 *
 * @param name the option's name; a name that ends in {@code .*} stands for all that begin so
 * @param values what it may be; empty where any text may stand. A value may be a comma-separated
 *     list of these where {@code several} is true
 * @param otherwise what holds where the option is absent; null where nothing does
 * @param meaning one sentence for people
 */
public record QuirkOption(
    String name, Set<String> values, boolean several, @Nullable String otherwise, String meaning) {

  public QuirkOption {
    values = Set.copyOf(values);
  }

  /** Whether the option of this name is meant. */
  public boolean matches(String optionName) {
    return name.endsWith(".*")
        ? optionName.startsWith(name.substring(0, name.length() - 1))
        : name.equals(optionName);
  }

  /** Whether the option may have this value. */
  public boolean allows(String value) {
    if (values.isEmpty()) {
      return true;
    }
    if (!several) {
      return values.contains(value);
    }
    for (String part : value.split(",", -1)) {
      if (!values.contains(part)) {
        return false;
      }
    }
    return true;
  }
}
