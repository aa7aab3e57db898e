package cambio.dialect.bedrock;

import cambio.spi.QuirkOption;
import java.util.List;

/** The quirk options of this dialect. */
final class ConverseOption {

  static final QuirkOption INFERENCE_PROFILES =
      QuirkOption.text(
          "inference_profiles",
          "",
          "Ids of cross-region profiles that serve the model, separated by commas.");

  static final QuirkOption PROFILE_SCOPE =
      QuirkOption.oneOf(
          "profile_scope",
          "regional",
          "Which profile is called: the region's (else the global one), the global one, or none.",
          "regional",
          "global",
          "none");

  static final QuirkOption REASONING =
      QuirkOption.oneOf(
          "reasoning",
          "none",
          "What the model's family is told of reasoning: thinking or reasoning_config with a budget,"
              + " adaptive thinking with an effort, Nova's reasoningConfig, a bare reasoning_effort,"
              + " an effort within a reasoning object, nothing.",
          "none",
          "thinking",
          "reasoning_config",
          "adaptive",
          "nova",
          "effort",
          "effort_object");

  static final QuirkOption EFFORTS =
      QuirkOption.listOf(
          "efforts",
          "low,medium,high",
          "The efforts that the model takes; others become the nearest.",
          "none",
          "low",
          "medium",
          "high",
          "xhigh",
          "max");

  static final QuirkOption THINKING_DISPLAY =
      QuirkOption.oneOf(
          "thinking_display",
          "",
          "Sent where the caller does not say whether to show the reasoning.",
          "summarized",
          "omitted");

  static final QuirkOption REASONING_FORMAT =
      QuirkOption.text(
          "reasoning_format",
          "",
          "The format of the model's sealed reasoning, e.g. anthropic-claude-v1.");

  static final QuirkOption HISTORY_REASONING =
      QuirkOption.oneOf(
          "history_reasoning",
          "sealed",
          "Which earlier reasoning goes back: what the provider sealed, all, or none.",
          "sealed",
          "all",
          "none");

  static final QuirkOption TOP_K =
      QuirkOption.oneOf(
          "top_k",
          "none",
          "Where the model's family takes top_k: under that name, as k, or in Nova's inferenceConfig.",
          "none",
          "top_k",
          "k",
          "nova");

  static final QuirkOption STRUCTURED_OUTPUT =
      QuirkOption.oneOf(
          "structured_output",
          "output_config",
          "How a JSON schema is asked for: by the member or by a forced tool call.",
          "output_config",
          "tool",
          "none");

  static final QuirkOption STRICT_TOOLS =
      QuirkOption.oneOf(
          "strict_tools", "false", "Whether a tool's strict is sent.", "true", "false");

  static final QuirkOption SYSTEM =
      QuirkOption.oneOf(
          "system",
          "member",
          "Where instructions go: their own member, or the first user message.",
          "member",
          "user");

  static final QuirkOption CACHE =
      QuirkOption.oneOf(
          "cache",
          "asked",
          "When cache points are set automatically: where the request asks, or also where it is"
              + " silent.",
          "asked",
          "always");

  static final QuirkOption LONG_CACHE =
      QuirkOption.oneOf(
          "long_cache", "true", "Whether cache points may last an hour.", "true", "false");

  static final QuirkOption ONE_SAMPLER =
      QuirkOption.oneOf(
          "one_sampler",
          "false",
          "Whether topP must go where temperature is set.",
          "true",
          "false");

  static final QuirkOption FIELDS =
      QuirkOption.text(
          "fields.*",
          "",
          "A member of additionalModelRequestFields, as raw JSON, that is sent with every request.");

  static final QuirkOption BODY =
      QuirkOption.text(
          "body.*",
          "",
          "A member, as raw JSON, that is sent with every request: guardrailConfig,"
              + " performanceConfig, promptVariables …");

  private static final List<QuirkOption> ALL =
      List.of(
          INFERENCE_PROFILES,
          PROFILE_SCOPE,
          REASONING,
          EFFORTS,
          THINKING_DISPLAY,
          REASONING_FORMAT,
          HISTORY_REASONING,
          TOP_K,
          STRUCTURED_OUTPUT,
          STRICT_TOOLS,
          SYSTEM,
          CACHE,
          LONG_CACHE,
          ONE_SAMPLER,
          FIELDS,
          BODY);

  private ConverseOption() {}

  /** All options. */
  static List<QuirkOption> all() {
    return ALL;
  }
}
