package cambio.spi;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint departs from its dialect, as data from the catalogue. The option names that a
 * dialect understands are documented with its adapter; unknown options are an error of the
 * catalogue and found by {@code cambio check}.
 *
 * @param renames canonical parameter to the member's name on this wire, e.g. {@code max_tokens} to
 *     {@code max_completion_tokens}
 * @param unsupported canonical parameters that the endpoint refuses or ignores; they are dropped
 *     and reported
 * @param options everything else, by the option's name
 */
public record Quirks(
    Map<String, String> renames, Set<String> unsupported, Map<String, String> options) {

  private static final Quirks NONE = new Quirks(Map.of(), Set.of(), Map.of());

  public Quirks {
    renames = Map.copyOf(renames);
    unsupported = Set.copyOf(unsupported);
    options = Map.copyOf(options);
  }

  /** No departures. */
  public static Quirks none() {
    return NONE;
  }

  /** The member's name for a canonical parameter on this wire. */
  public String nameOf(Parameter parameter, String usual) {
    return renames.getOrDefault(parameter.wireName(), usual);
  }

  /** Whether the endpoint takes the parameter, as far as quirks say. */
  public boolean supports(Parameter parameter) {
    return !unsupported.contains(parameter.wireName());
  }

  /** The option's value, or null. */
  public @Nullable String option(String name) {
    return options.get(name);
  }

  /** Whether the option is {@code true}; {@code otherwise} where it is absent. */
  public boolean flag(String name, boolean otherwise) {
    String value = options.get(name);
    return value == null ? otherwise : value.equals("true");
  }
}
