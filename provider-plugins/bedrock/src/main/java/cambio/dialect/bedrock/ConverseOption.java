package cambio.dialect.bedrock;

import cambio.spi.QuirkOption;
import cambio.spi.Quirks;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The quirk options of this dialect. */
enum ConverseOption {
  INFERENCE_PROFILES(
      "inference_profiles",
      "",
      "Ids of cross-region profiles that serve the model, separated by commas."),
  PROFILE_SCOPE(
      "profile_scope",
      "regional",
      "Which profile is called: the region's (else the global one), the global one, or none.",
      "regional",
      "global",
      "none"),
  REASONING(
      "reasoning",
      "none",
      "What the model's family is told of reasoning: thinking or reasoning_config with a budget,"
          + " adaptive thinking with an effort, Nova's reasoningConfig, a bare reasoning_effort,"
          + " nothing.",
      "none",
      "thinking",
      "reasoning_config",
      "adaptive",
      "nova",
      "effort"),
  EFFORTS(
      "efforts",
      "low,medium,high",
      "The efforts that the model takes; others become the nearest.",
      "low",
      "medium",
      "high",
      "xhigh",
      "max"),
  THINKING_DISPLAY(
      "thinking_display",
      "",
      "Sent where the caller does not say whether to show the reasoning.",
      "summarized",
      "omitted"),
  REASONING_FORMAT(
      "reasoning_format",
      "",
      "The format of the model's sealed reasoning, e.g. anthropic-claude-v1."),
  HISTORY_REASONING(
      "history_reasoning",
      "sealed",
      "Which earlier reasoning goes back: what the provider sealed, all, or none.",
      "sealed",
      "all",
      "none"),
  TOP_K(
      "top_k",
      "none",
      "Where the model's family takes top_k: under that name, as k, or in Nova's inferenceConfig.",
      "none",
      "top_k",
      "k",
      "nova"),
  STRUCTURED_OUTPUT(
      "structured_output",
      "output_config",
      "How a JSON schema is asked for: by the member or by a forced tool call.",
      "output_config",
      "tool",
      "none"),
  STRICT_TOOLS("strict_tools", "false", "Whether a tool's strict is sent.", "true", "false"),
  SYSTEM(
      "system",
      "member",
      "Where instructions go: their own member, or the first user message.",
      "member",
      "user"),
  CACHE(
      "cache",
      "asked",
      "When cache points are set automatically: where the request asks, or also where it is"
          + " silent.",
      "asked",
      "always"),
  LONG_CACHE("long_cache", "true", "Whether cache points may last an hour.", "true", "false"),
  ONE_SAMPLER(
      "one_sampler", "false", "Whether topP must go where temperature is set.", "true", "false"),
  FIELDS(
      "fields.*",
      "",
      "A member of additionalModelRequestFields, as raw JSON, that is sent with every request."),
  BODY(
      "body.*",
      "",
      "A member, as raw JSON, that is sent with every request: guardrailConfig,"
          + " performanceConfig, promptVariables …");

  private final String wireName;
  private final String otherwise;
  private final String meaning;
  private final Set<String> values;

  ConverseOption(String wireName, String otherwise, String meaning, String... values) {
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
    return Arrays.stream(of(quirks).split(",", -1))
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
