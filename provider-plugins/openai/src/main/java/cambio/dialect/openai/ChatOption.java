package cambio.dialect.openai;

import cambio.spi.QuirkOption;
import java.util.List;

/** The quirk options of this dialect. The package's documentation has the same as a table. */
final class ChatOption {

  static final QuirkOption PATH =
      QuirkOption.text(
          "path",
          "/chat/completions",
          "Path after the base URL; {model} becomes the model's name.");

  static final QuirkOption STREAM_PATH =
      QuirkOption.text(
          "stream_path", "", "The path where a stream is asked for; path's by default.");

  static final QuirkOption QUERY =
      QuirkOption.text("query", "", "Query of the URL, percent-encoded.");

  static final QuirkOption MODEL_MEMBER =
      QuirkOption.oneOf(
          "model_member", "true", "Whether the body names the model.", "true", "false");

  static final QuirkOption USAGE =
      QuirkOption.oneOf(
          "usage",
          "stream_options",
          "How usage is asked for.",
          "stream_options",
          "include",
          "both",
          "none");

  static final QuirkOption REASONING =
      QuirkOption.listOf(
          "reasoning",
          "effort",
          "Where reasoning options go; several may be named.",
          "effort",
          "object",
          "thinking",
          "enable_thinking",
          "thinking_budget",
          "none");

  static final QuirkOption CLEAR_THINKING =
      QuirkOption.oneOf(
          "clear_thinking",
          "",
          "Sent as clear_thinking within the thinking object.",
          "true",
          "false");

  static final QuirkOption HISTORY_REASONING =
      QuirkOption.listOf(
          "history_reasoning",
          "none",
          "The members that carry earlier reasoning back; several may be named.",
          "none",
          "reasoning",
          "reasoning_content",
          "reasoning_details",
          "thinking_parts");

  static final QuirkOption INSTRUCTION_ROLE =
      QuirkOption.oneOf(
          "instruction_role", "as_is", "The role of instructions.", "as_is", "system", "developer");

  static final QuirkOption TEXT_CONTENT =
      QuirkOption.oneOf(
          "text_content", "auto", "How text content is written.", "auto", "array", "string");

  static final QuirkOption EMPTY_CONTENT =
      QuirkOption.oneOf(
          "empty_content",
          "omit",
          "The content of an assistant message that only calls tools.",
          "omit",
          "null",
          "empty");

  static final QuirkOption CACHE_CONTROL =
      QuirkOption.oneOf(
          "cache_control", "none", "Where prompt-cache marks go.", "none", "parts", "message");

  static final QuirkOption FILE_PART =
      QuirkOption.oneOf(
          "file_part", "file", "How a document is sent.", "file", "file_url", "document_url");

  static final QuirkOption IMAGE_URL =
      QuirkOption.oneOf("image_url", "object", "How an image's link is sent.", "object", "string");

  static final QuirkOption CALL_ID =
      QuirkOption.oneOf("call_id", "any", "What ids of tool calls may be.", "any", "nine");

  static final QuirkOption CALL_SIGNATURE =
      QuirkOption.text(
          "call_signature",
          "",
          "Dotted path below an earlier tool call where its signature goes back.");

  static final QuirkOption PREFIX =
      QuirkOption.oneOf(
          "prefix",
          "none",
          "Whether an assistant message at the end is continued.",
          "none",
          "implicit",
          "member");

  static final QuirkOption END_MARK =
      QuirkOption.oneOf(
          "end_mark", "optional", "Whether a stream must end in [DONE].", "optional", "required");

  static final QuirkOption HIDDEN_OUTPUT =
      QuirkOption.oneOf(
          "hidden_output",
          "none",
          "Whether tokens that only the total counts are reasoning.",
          "none",
          "in_total");

  static final QuirkOption BODY =
      QuirkOption.text("body.*", "", "A member, as raw JSON, that is sent with every request.");

  private static final List<QuirkOption> ALL =
      List.of(
          PATH,
          STREAM_PATH,
          QUERY,
          MODEL_MEMBER,
          USAGE,
          REASONING,
          CLEAR_THINKING,
          HISTORY_REASONING,
          INSTRUCTION_ROLE,
          TEXT_CONTENT,
          EMPTY_CONTENT,
          CACHE_CONTROL,
          FILE_PART,
          IMAGE_URL,
          CALL_ID,
          CALL_SIGNATURE,
          PREFIX,
          END_MARK,
          HIDDEN_OUTPUT,
          BODY);

  private ChatOption() {}

  /** All options. */
  static List<QuirkOption> all() {
    return ALL;
  }
}
