package cambio.catalog.yaml;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:-default}} by environment variables; {@code $${}
 * stands for a literal {@code ${}. It works on scalars after parsing, so that a variable's value
 * can never change the structure of the file.
 */
final class Substitution {

  private final Environment environment;

  Substitution(Environment environment) {
    this.environment = environment;
  }

  /** Looks up a variable; null where it is not set. */
  @FunctionalInterface
  interface Environment {
    @Nullable String get(String name);
  }

  /**
   * The text with its variables replaced.
   *
   * @param complain is told what is wrong; its result stands in for the part that could not be read
   */
  String apply(String text, UnaryOperator<String> complain) {
    int at = text.indexOf("${");
    if (at < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 32);
    int from = 0;
    while (at >= 0) {
      if (at > from && text.charAt(at - 1) == '$') {
        out.append(text, from, at - 1).append("${");
        from = at + 2;
      } else {
        out.append(text, from, at);
        int end = text.indexOf('}', at);
        if (end < 0) {
          return complain.apply("\"${\" without \"}\" (write $${ for a literal ${)");
        }
        out.append(value(text.substring(at + 2, end), complain));
        from = end + 1;
      }
      at = text.indexOf("${", from);
    }
    return out.append(text, from, text.length()).toString();
  }

  private String value(String expression, UnaryOperator<String> complain) {
    int mark = expression.indexOf(":-");
    String name = mark < 0 ? expression : expression.substring(0, mark);
    if (!named(name)) {
      return complain.apply(
          "\"${" + expression + "}\" (expected: ${NAME} or ${NAME:-default}, NAME of A-Z, 0-9, _)");
    }
    String value = environment.get(name);
    if (value != null && !(mark >= 0 && value.isEmpty())) {
      return value;
    }
    return mark < 0
        ? complain.apply(
            "environment variable "
                + name
                + " is not set (set it, or write ${"
                + name
                + ":-default})")
        : expression.substring(mark + 2);
  }

  private static boolean named(String name) {
    return !name.isEmpty()
        && !Character.isDigit(name.charAt(0))
        && name.chars().allMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
  }
}
