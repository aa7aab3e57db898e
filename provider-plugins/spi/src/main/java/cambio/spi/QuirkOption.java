package cambio.spi;

import java.util.Arrays;
import java.util.List;
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

  /** An option that any text may stand for; {@code otherwise} may be empty, which is nothing. */
  public static QuirkOption text(String name, String otherwise, String meaning) {
    return new QuirkOption(name, Set.of(), false, emptyToNull(otherwise), meaning);
  }

  /** An option that is one of these values. */
  public static QuirkOption oneOf(String name, String otherwise, String meaning, String... values) {
    return new QuirkOption(name, Set.of(values), false, emptyToNull(otherwise), meaning);
  }

  /** An option that is a comma-separated list of these values. */
  public static QuirkOption listOf(
      String name, String otherwise, String meaning, String... values) {
    return new QuirkOption(name, Set.of(values), true, emptyToNull(otherwise), meaning);
  }

  /** The option's value at an endpoint; empty where nothing holds. */
  public String of(Quirks quirks) {
    String value = quirks.option(name);
    return value != null ? value : otherwise == null ? "" : otherwise;
  }

  /** Whether the option has this value, or has it among others. */
  public boolean is(Quirks quirks, String value) {
    return several ? list(quirks).contains(value) : of(quirks).equals(value);
  }

  /** The option's value as a list; empty where it has none. */
  public List<String> list(Quirks quirks) {
    String values = of(quirks);
    if (values.isEmpty()) {
      return List.of();
    }
    return Arrays.stream(values.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /**
   * The option's value as a number; its default where the value is none.
   *
   * @throws NumberFormatException where the default is none either
   */
  public int number(Quirks quirks) {
    String value = of(quirks);
    boolean number =
        !value.isEmpty()
            && value.length() < 10
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    return Integer.parseInt(number || otherwise == null ? value : otherwise);
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
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
