package cambio.dialect.cohere;

import cambio.spi.QuirkOption;
import cambio.spi.Quirks;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The quirk options of this dialect. The package's documentation has the same as a table. */
enum CohereOption {
  PATH("path", "/chat", "Path of chat after the base URL."),
  EMBED_PATH("embed_path", "/embed", "Path of embeddings after the base URL."),
  REASONING("reasoning", "budget", "What thinking is told.", "budget", "switch", "none"),
  STRICT_TOOLS("strict_tools", "false", "Whether strict_tools is sent.", "true", "false"),
  INPUT_TYPE(
      "input_type",
      "search_document",
      "What vectors are for where the caller does not say; none to leave it out."),
  BODY("body.*", "", "A member, as raw JSON, that is sent with every chat request.");

  private final String wireName;
  private final String otherwise;
  private final String meaning;
  private final Set<String> values;

  CohereOption(String wireName, String otherwise, String meaning, String... values) {
    this.wireName = wireName;
    this.otherwise = otherwise;
    this.meaning = meaning;
    this.values = Set.of(values);
  }

  /** The option's value at an endpoint. */
  String of(Quirks quirks) {
    String value = quirks.option(wireName);
    return value == null ? otherwise : value;
  }

  /** Whether the option has this value. */
  boolean is(Quirks quirks, String value) {
    return of(quirks).equals(value);
  }

  /** All options as data. */
  static List<QuirkOption> all() {
    return Arrays.stream(values())
        .map(option ->
            new QuirkOption(
                option.wireName,
                option.values,
                false,
                option.otherwise.isEmpty() ? null : option.otherwise,
                option.meaning))
        .toList();
  }
}
