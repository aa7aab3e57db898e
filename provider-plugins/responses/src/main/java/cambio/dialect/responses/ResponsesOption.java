package cambio.dialect.responses;

import cambio.spi.QuirkOption;
import java.util.List;

/** The quirk options of this dialect. The package's documentation has the same as a table. */
final class ResponsesOption {

  static final QuirkOption PATH =
      QuirkOption.text("path", "/responses", "Path after the base URL.");

  static final QuirkOption QUERY =
      QuirkOption.text("query", "", "Query of the URL, percent-encoded.");

  static final QuirkOption MODEL_MEMBER =
      QuirkOption.oneOf(
          "model_member", "true", "Whether the body names the model.", "true", "false");

  static final QuirkOption STORE =
      QuirkOption.oneOf(
          "store",
          "false",
          "What the provider is told about keeping the response.",
          "false",
          "true",
          "none");

  static final QuirkOption INCLUDE =
      QuirkOption.text(
          "include",
          "reasoning.encrypted_content",
          "What else the answer is to include, separated by commas; none for nothing.");

  static final QuirkOption INSTRUCTIONS =
      QuirkOption.oneOf(
          "instructions",
          "input",
          "Where the first instruction goes: into the input, or into a member of its own.",
          "input",
          "member");

  static final QuirkOption INSTRUCTION_ROLE =
      QuirkOption.oneOf(
          "instruction_role", "as_is", "The role of instructions.", "as_is", "system", "developer");

  static final QuirkOption EFFORTS =
      QuirkOption.listOf(
          "efforts",
          "none,minimal,low,medium,high,xhigh,max",
          "The efforts that the model takes; others become the nearest.",
          "none",
          "minimal",
          "low",
          "medium",
          "high",
          "xhigh",
          "max");

  static final QuirkOption SUMMARY =
      QuirkOption.oneOf(
          "summary",
          "",
          "The summary of reasoning that is asked for where the caller asks for reasoning and"
              + " says nothing of summaries.",
          "auto",
          "concise",
          "detailed");

  static final QuirkOption HISTORY_REASONING =
      QuirkOption.oneOf(
          "history_reasoning",
          "encrypted",
          "Which earlier reasoning goes back: what is encrypted, all, or none.",
          "encrypted",
          "all",
          "none");

  static final QuirkOption REASONING_FORMAT =
      QuirkOption.text(
          "reasoning_format",
          "openai-responses-v1",
          "The format's name of the endpoint's encrypted reasoning; other formats are not sent.");

  static final QuirkOption STRICT =
      QuirkOption.oneOf(
          "strict",
          "false",
          "What a function's strict is where the caller does not say; none leaves it out.",
          "false",
          "none");

  static final QuirkOption CACHE_CONTROL =
      QuirkOption.oneOf(
          "cache_control",
          "none",
          "Whether prompt-cache marks are sent as breakpoints of parts.",
          "none",
          "breakpoint");

  static final QuirkOption BODY =
      QuirkOption.text("body.*", "", "A member, as raw JSON, that is sent with every request.");

  private static final List<QuirkOption> ALL =
      List.of(
          PATH,
          QUERY,
          MODEL_MEMBER,
          STORE,
          INCLUDE,
          INSTRUCTIONS,
          INSTRUCTION_ROLE,
          EFFORTS,
          SUMMARY,
          HISTORY_REASONING,
          REASONING_FORMAT,
          STRICT,
          CACHE_CONTROL,
          BODY);

  private ResponsesOption() {}

  /** All options. */
  static List<QuirkOption> all() {
    return ALL;
  }
}
