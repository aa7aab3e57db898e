package cambio.dialect.anthropic;

import cambio.spi.QuirkOption;
import cambio.spi.Quirks;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The quirk options of this dialect. The package's documentation has the same as a table. */
enum MessagesOption {
  PATH("path", "/messages", "Path after the base URL; {model} becomes the model's name."),
  STREAM_PATH("stream_path", "", "The path where a stream is asked for; path's by default."),
  COUNT_PATH("count_path", "/messages/count_tokens", "The path that counts tokens."),
  QUERY("query", "", "Query of the URL, percent-encoded."),
  MODEL_MEMBER("model_member", "true", "Whether the body names the model.", "true", "false"),
  STREAM_MEMBER(
      "stream_member", "true", "Whether the body says that a stream is wanted.", "true", "false"),
  VERSION("version", "2023-06-01", "Value of anthropic-version; none for none."),
  VERSION_IN("version_in", "header", "Where version and betas stand.", "header", "body"),
  BETA("beta", "", "Betas to ask for with every request, separated by commas."),
  REASONING("reasoning", "budget", "What thinking is told.", "budget", "adaptive", "none"),
  EFFORTS(
      "efforts",
      "low,medium,high",
      "The efforts that the model takes; others become the nearest.",
      "low",
      "medium",
      "high",
      "xhigh",
      "max"),
  VERBOSITY("verbosity", "none", "Whether verbosity is sent as the effort.", "none", "effort"),
  THINKING_DISPLAY(
      "thinking_display",
      "",
      "Sent where the caller does not say whether to show the reasoning.",
      "summarized",
      "omitted"),
  STRUCTURED_OUTPUT(
      "structured_output",
      "tool",
      "How a JSON schema is asked for.",
      "tool",
      "output_config",
      "output_format"),
  STRICT_TOOLS("strict_tools", "false", "Whether a tool's strict is sent.", "true", "false"),
  EAGER_INPUT(
      "eager_input_streaming",
      "false",
      "Whether tools ask for arguments as they come.",
      "true",
      "false"),
  CACHE(
      "cache",
      "asked",
      "When cache breakpoints are set automatically.",
      "asked",
      "always",
      "member"),
  LONG_CACHE("long_cache", "true", "Whether breakpoints may last an hour.", "true", "false"),
  SYSTEM_MESSAGES(
      "system_messages",
      "front",
      "Where an instruction within the conversation goes.",
      "front",
      "in_place"),
  ONE_SAMPLER(
      "one_sampler", "false", "Whether top_p must go where temperature is set.", "true", "false"),
  BODY("body.*", "", "A member, as raw JSON, that is sent with every request.");

  private final String wireName;
  private final String otherwise;
  private final String meaning;
  private final Set<String> values;

  MessagesOption(String wireName, String otherwise, String meaning, String... values) {
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

  /** The option's value as a list; empty where it has none. */
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
                option == EFFORTS,
                option.otherwise.isEmpty() ? null : option.otherwise,
                option.meaning))
        .toList();
  }
}
