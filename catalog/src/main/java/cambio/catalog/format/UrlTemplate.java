package cambio.catalog.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A base URL with placeholders such as {@code {region}}. A part in square brackets that holds a
 * placeholder is left out where the value is {@code global}: {@code https://[{region}-]host} has a
 * host name for every region and one without.
 */
public final class UrlTemplate {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z0-9_]*)}");
  private static final Pattern REGIONAL =
      Pattern.compile("\\[([^\\[\\]]*\\{[a-z][a-z0-9_]*}[^\\[\\]]*)]");
  private static final String NO_REGION = "global";

  private UrlTemplate() {}

  /** The names of the placeholders, each once, in order. */
  public static List<String> placeholders(String template) {
    List<String> names = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(template);
    while (matcher.find()) {
      if (!names.contains(matcher.group(1))) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  /**
   * The URL without a trailing slash.
   *
   * @param values a value for every placeholder
   * @throws IllegalArgumentException where one is missing
   */
  public static String fill(String template, Map<String, String> values) {
    String regional =
        REGIONAL
            .matcher(template)
            .replaceAll(part ->
                fillAll(part.group(1).replaceAll(".*(\\{[a-z0-9_]+}).*", "$1"), values)
                        .equals(NO_REGION)
                    ? ""
                    : Matcher.quoteReplacement(part.group(1)));
    String filled = fillAll(regional, values);
    return filled.endsWith("/") ? filled.substring(0, filled.length() - 1) : filled;
  }

  private static String fillAll(String template, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(placeholder -> {
          String value = values.get(placeholder.group(1));
          if (value == null) {
            throw new IllegalArgumentException("no value for " + placeholder.group());
          }
          return Matcher.quoteReplacement(value);
        });
  }

  /** Throws {@link IllegalArgumentException} unless this begins like an http URL with a host. */
  static String check(String template) {
    if (!template.matches("(https?://[^\\s/]+|\\{[a-z][a-z0-9_]*})(/\\S*)?")) {
      throw new IllegalArgumentException(template);
    }
    return template;
  }
}
