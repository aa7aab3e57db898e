package cambio.dialect.gemini;

import cambio.spi.QuirkOption;
import cambio.spi.Quirks;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The quirk options of this dialect. The package's documentation has the same as a table. */
enum GeminiOption {
  PATH(
      "path",
      "",
      "Path after the base URL up to the method's colon; {model} becomes the model's name."),
  TOOL_SCHEMA(
      "tool_schema", "json", "How a function's parameters are described.", "json", "subset"),
  OUTPUT_SCHEMA(
      "output_schema", "json", "How the schema of an answer is described.", "json", "subset"),
  REASONING("reasoning", "budget", "What thinking is told.", "budget", "level", "none"),
  LEVELS(
      "levels",
      "low,high",
      "The thinking levels that the model takes; others become the nearest.",
      "minimal",
      "low",
      "medium",
      "high"),
  LEAST_BUDGET("least_budget", "0", "The smallest thinking budget; 0 where thinking can be off."),
  MOST_BUDGET("most_budget", "24576", "The largest thinking budget in tokens."),
  CALL_IDS("call_ids", "true", "Whether calls and their results carry ids.", "true", "false"),
  UNSIGNED_CALLS(
      "unsigned_calls",
      "as_is",
      "What becomes of a call of another model, which has no thought signature.",
      "as_is",
      "skip"),
  TOOL_MEDIA(
      "tool_media", "after", "Where pictures and files of a tool's result go.", "after", "within"),
  SERVER_TOOL_CALLS(
      "server_tool_calls",
      "false",
      "Whether the provider shows the calls of its own tools.",
      "true",
      "false"),
  COUNT("count", "request", "What a token count is asked with.", "request", "members"),
  EMBEDDING(
      "embedding",
      "",
      "The method for embeddings: batch at AI Studio, predict at Vertex AI; single takes one text.",
      "batch",
      "single",
      "predict"),
  CONFIG("config.*", "", "A member of generationConfig, as raw JSON, sent with every request."),
  BODY("body.*", "", "A member, as raw JSON, that is sent with every request.");

  private final String wireName;
  private final String otherwise;
  private final String meaning;
  private final Set<String> values;

  GeminiOption(String wireName, String otherwise, String meaning, String... values) {
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

  /** The option's value as a number; its default where the value is none. */
  int number(Quirks quirks) {
    String value = of(quirks);
    return value.matches("\\d{1,9}") ? Integer.parseInt(value) : Integer.parseInt(otherwise);
  }

  /** Whether the option has this value. */
  boolean is(Quirks quirks, String value) {
    return of(quirks).equals(value);
  }

  /** The option's value as a list. */
  List<String> list(Quirks quirks) {
    return Arrays.stream(of(quirks).split(","))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  /** All options as data. */
  static List<QuirkOption> all() {
    return Arrays.stream(values())
        .map(option ->
            new QuirkOption(
                option.wireName,
                option.values,
                option == LEVELS,
                option.otherwise.isEmpty() ? null : option.otherwise,
                option.meaning))
        .toList();
  }
}
