package cambio.dialect.anthropic;

import cambio.spi.QuirkOption;
import java.util.List;

/** The quirk options of this dialect. The package's documentation has the same as a table. */
final class MessagesOption {

  static final QuirkOption PATH =
      QuirkOption.text(
          "path", "/messages", "Path after the base URL; {model} becomes the model's name.");

  static final QuirkOption STREAM_PATH =
      QuirkOption.text(
          "stream_path", "", "The path where a stream is asked for; path's by default.");

  static final QuirkOption COUNT_PATH =
      QuirkOption.text("count_path", "/messages/count_tokens", "The path that counts tokens.");

  static final QuirkOption QUERY =
      QuirkOption.text("query", "", "Query of the URL, percent-encoded.");

  static final QuirkOption MODEL_MEMBER =
      QuirkOption.oneOf(
          "model_member", "true", "Whether the body names the model.", "true", "false");

  static final QuirkOption STREAM_MEMBER =
      QuirkOption.oneOf(
          "stream_member",
          "true",
          "Whether the body says that a stream is wanted.",
          "true",
          "false");

  static final QuirkOption VERSION =
      QuirkOption.text("version", "2023-06-01", "Value of anthropic-version; none for none.");

  static final QuirkOption VERSION_IN =
      QuirkOption.oneOf("version_in", "header", "Where version and betas stand.", "header", "body");

  static final QuirkOption BETA =
      QuirkOption.text("beta", "", "Betas to ask for with every request, separated by commas.");

  static final QuirkOption REASONING =
      QuirkOption.oneOf(
          "reasoning", "budget", "What thinking is told.", "budget", "adaptive", "none");

  static final QuirkOption EFFORTS =
      QuirkOption.listOf(
          "efforts",
          "low,medium,high",
          "The efforts that the model takes; others become the nearest.",
          "low",
          "medium",
          "high",
          "xhigh",
          "max");

  static final QuirkOption VERBOSITY =
      QuirkOption.oneOf(
          "verbosity", "none", "Whether verbosity is sent as the effort.", "none", "effort");

  static final QuirkOption THINKING_DISPLAY =
      QuirkOption.oneOf(
          "thinking_display",
          "",
          "Sent where the caller does not say whether to show the reasoning.",
          "summarized",
          "omitted");

  static final QuirkOption STRUCTURED_OUTPUT =
      QuirkOption.oneOf(
          "structured_output",
          "tool",
          "How a JSON schema is asked for.",
          "tool",
          "output_config",
          "output_format");

  static final QuirkOption STRICT_TOOLS =
      QuirkOption.oneOf(
          "strict_tools", "false", "Whether a tool's strict is sent.", "true", "false");

  static final QuirkOption EAGER_INPUT =
      QuirkOption.oneOf(
          "eager_input_streaming",
          "false",
          "Whether tools ask for arguments as they come.",
          "true",
          "false");

  static final QuirkOption CACHE =
      QuirkOption.oneOf(
          "cache",
          "asked",
          "When cache breakpoints are set automatically.",
          "asked",
          "always",
          "member");

  static final QuirkOption LONG_CACHE =
      QuirkOption.oneOf(
          "long_cache", "true", "Whether breakpoints may last an hour.", "true", "false");

  static final QuirkOption SYSTEM_MESSAGES =
      QuirkOption.oneOf(
          "system_messages",
          "front",
          "Where an instruction within the conversation goes.",
          "front",
          "in_place");

  static final QuirkOption ONE_SAMPLER =
      QuirkOption.oneOf(
          "one_sampler",
          "false",
          "Whether top_p must go where temperature is set.",
          "true",
          "false");

  static final QuirkOption BODY =
      QuirkOption.text("body.*", "", "A member, as raw JSON, that is sent with every request.");

  private static final List<QuirkOption> ALL =
      List.of(
          PATH,
          STREAM_PATH,
          COUNT_PATH,
          QUERY,
          MODEL_MEMBER,
          STREAM_MEMBER,
          VERSION,
          VERSION_IN,
          BETA,
          REASONING,
          EFFORTS,
          VERBOSITY,
          THINKING_DISPLAY,
          STRUCTURED_OUTPUT,
          STRICT_TOOLS,
          EAGER_INPUT,
          CACHE,
          LONG_CACHE,
          SYSTEM_MESSAGES,
          ONE_SAMPLER,
          BODY);

  private MessagesOption() {}

  /** All options. */
  static List<QuirkOption> all() {
    return ALL;
  }
}
