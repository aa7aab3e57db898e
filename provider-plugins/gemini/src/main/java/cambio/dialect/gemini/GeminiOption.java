package cambio.dialect.gemini;

import cambio.spi.QuirkOption;
import java.util.List;

/** The quirk options of this dialect. The package's documentation has the same as a table. */
final class GeminiOption {

  static final QuirkOption PATH =
      QuirkOption.text(
          "path",
          "",
          "Path after the base URL up to the method's colon; {model} becomes the model's name.");

  static final QuirkOption TOOL_SCHEMA =
      QuirkOption.oneOf(
          "tool_schema", "json", "How a function's parameters are described.", "json", "subset");

  static final QuirkOption OUTPUT_SCHEMA =
      QuirkOption.oneOf(
          "output_schema", "json", "How the schema of an answer is described.", "json", "subset");

  static final QuirkOption REASONING =
      QuirkOption.oneOf("reasoning", "budget", "What thinking is told.", "budget", "level", "none");

  static final QuirkOption LEVELS =
      QuirkOption.listOf(
          "levels",
          "low,high",
          "The thinking levels that the model takes; others become the nearest.",
          "minimal",
          "low",
          "medium",
          "high");

  static final QuirkOption LEAST_BUDGET =
      QuirkOption.text(
          "least_budget", "0", "The smallest thinking budget; 0 where thinking can be off.");

  static final QuirkOption MOST_BUDGET =
      QuirkOption.text("most_budget", "24576", "The largest thinking budget in tokens.");

  static final QuirkOption CALL_IDS =
      QuirkOption.oneOf(
          "call_ids", "true", "Whether calls and their results carry ids.", "true", "false");

  static final QuirkOption UNSIGNED_CALLS =
      QuirkOption.oneOf(
          "unsigned_calls",
          "as_is",
          "What becomes of a call of another model, which has no thought signature.",
          "as_is",
          "skip");

  static final QuirkOption TOOL_MEDIA =
      QuirkOption.oneOf(
          "tool_media",
          "after",
          "Where pictures and files of a tool's result go.",
          "after",
          "within");

  static final QuirkOption SERVER_TOOL_CALLS =
      QuirkOption.oneOf(
          "server_tool_calls",
          "false",
          "Whether the provider shows the calls of its own tools.",
          "true",
          "false");

  static final QuirkOption COUNT =
      QuirkOption.oneOf(
          "count", "request", "What a token count is asked with.", "request", "members");

  static final QuirkOption EMBEDDING =
      QuirkOption.oneOf(
          "embedding",
          "",
          "The method for embeddings: batch at AI Studio, predict at Vertex AI; single takes one text.",
          "batch",
          "single",
          "predict");

  static final QuirkOption CONFIG =
      QuirkOption.text(
          "config.*", "", "A member of generationConfig, as raw JSON, sent with every request.");

  static final QuirkOption BODY =
      QuirkOption.text("body.*", "", "A member, as raw JSON, that is sent with every request.");

  private static final List<QuirkOption> ALL =
      List.of(
          PATH,
          TOOL_SCHEMA,
          OUTPUT_SCHEMA,
          REASONING,
          LEVELS,
          LEAST_BUDGET,
          MOST_BUDGET,
          CALL_IDS,
          UNSIGNED_CALLS,
          TOOL_MEDIA,
          SERVER_TOOL_CALLS,
          COUNT,
          EMBEDDING,
          CONFIG,
          BODY);

  private GeminiOption() {}

  /** All options. */
  static List<QuirkOption> all() {
    return ALL;
  }
}
