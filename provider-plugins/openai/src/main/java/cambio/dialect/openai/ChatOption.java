package cambio.dialect.openai;

import cambio.spi.QuirkOption;
import cambio.spi.Quirks;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The quirk options of this dialect. The package's documentation has the same as a table. */
enum ChatOption {
  PATH("path", "/chat/completions", "Path after the base URL; {model} becomes the model's name."),
  QUERY("query", "", "Query of the URL, percent-encoded."),
  MODEL_MEMBER("model_member", "true", "Whether the body names the model.", "true", "false"),
  USAGE(
      "usage",
      "stream_options",
      "How usage is asked for.",
      "stream_options",
      "include",
      "both",
      "none"),
  REASONING(
      "reasoning",
      "effort",
      "Where reasoning options go; several may be named.",
      "effort",
      "object",
      "thinking",
      "enable_thinking",
      "none"),
  CLEAR_THINKING(
      "clear_thinking", "", "Sent as clear_thinking within the thinking object.", "true", "false"),
  HISTORY_REASONING(
      "history_reasoning",
      "none",
      "The members that carry earlier reasoning back; several may be named.",
      "none",
      "reasoning",
      "reasoning_content",
      "reasoning_details",
      "thinking_parts"),
  INSTRUCTION_ROLE(
      "instruction_role", "as_is", "The role of instructions.", "as_is", "system", "developer"),
  TEXT_CONTENT("text_content", "auto", "How text content is written.", "auto", "array", "string"),
  EMPTY_CONTENT(
      "empty_content",
      "omit",
      "The content of an assistant message that only calls tools.",
      "omit",
      "null",
      "empty"),
  CACHE_CONTROL(
      "cache_control", "none", "Where prompt-cache marks go.", "none", "parts", "message"),
  FILE_PART("file_part", "file", "How a document is sent.", "file", "file_url", "document_url"),
  IMAGE_URL("image_url", "object", "How an image's link is sent.", "object", "string"),
  CALL_ID("call_id", "any", "What ids of tool calls may be.", "any", "nine"),
  CALL_SIGNATURE(
      "call_signature",
      "",
      "Dotted path below an earlier tool call where its signature goes back."),
  PREFIX(
      "prefix",
      "none",
      "Whether an assistant message at the end is continued.",
      "none",
      "implicit",
      "member"),
  END_MARK("end_mark", "optional", "Whether a stream must end in [DONE].", "optional", "required"),
  HIDDEN_OUTPUT(
      "hidden_output",
      "none",
      "Whether tokens that only the total counts are reasoning.",
      "none",
      "in_total"),
  BODY("body.*", "", "A member, as raw JSON, that is sent with every request.");

  private static final Set<ChatOption> LISTS = Set.of(REASONING, HISTORY_REASONING);

  private final String wireName;
  private final String otherwise;
  private final String meaning;
  private final Set<String> values;

  ChatOption(String wireName, String otherwise, String meaning, String... values) {
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

  /** Whether the option has, or its list holds, this value. */
  boolean is(Quirks quirks, String value) {
    String all = of(quirks);
    if (!all.contains(",")) {
      return all.equals(value);
    }
    return Arrays.asList(all.split(",")).contains(value);
  }

  /** All options as data. */
  static List<QuirkOption> all() {
    return Arrays.stream(values())
        .map(option ->
            new QuirkOption(
                option.wireName,
                option.values,
                LISTS.contains(option),
                option.otherwise.isEmpty() ? null : option.otherwise,
                option.meaning))
        .toList();
  }
}
