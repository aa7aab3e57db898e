package cambio.dialect.cohere;

import cambio.spi.QuirkOption;
import java.util.List;

/** The quirk options of this dialect. The package's documentation has the same as a table. */
final class CohereOption {

  static final QuirkOption PATH =
      QuirkOption.text("path", "/chat", "Path of chat after the base URL.");

  static final QuirkOption EMBED_PATH =
      QuirkOption.text("embed_path", "/embed", "Path of embeddings after the base URL.");

  static final QuirkOption REASONING =
      QuirkOption.oneOf(
          "reasoning", "budget", "What thinking is told.", "budget", "switch", "none");

  static final QuirkOption STRICT_TOOLS =
      QuirkOption.oneOf("strict_tools", "false", "Whether strict_tools is sent.", "true", "false");

  static final QuirkOption INPUT_TYPE =
      QuirkOption.text(
          "input_type",
          "search_document",
          "What vectors are for where the caller does not say; none to leave it out.");

  static final QuirkOption BODY =
      QuirkOption.text(
          "body.*", "", "A member, as raw JSON, that is sent with every chat request.");

  private static final List<QuirkOption> ALL =
      List.of(PATH, EMBED_PATH, REASONING, STRICT_TOOLS, INPUT_TYPE, BODY);

  private CohereOption() {}

  /** All options. */
  static List<QuirkOption> all() {
    return ALL;
  }
}
