package cambio.dialect.openai;

import cambio.spi.QuirkOption;
import java.util.List;

/** The quirk options of the embedding dialect. */
final class EmbeddingsOption {

  static final QuirkOption PATH =
      QuirkOption.text(
          "path", "/embeddings", "Path after the base URL; {model} becomes the model's name.");

  static final QuirkOption QUERY =
      QuirkOption.text("query", "", "Query of the URL, percent-encoded.");

  static final QuirkOption MODEL_MEMBER =
      QuirkOption.oneOf(
          "model_member", "true", "Whether the body names the model.", "true", "false");

  static final QuirkOption ENCODING =
      QuirkOption.oneOf(
          "encoding",
          "none",
          "The encoding_format that is asked for; base64 is the smaller one.",
          "none",
          "float",
          "base64");

  static final QuirkOption BASE64 =
      QuirkOption.oneOf(
          "base64",
          "float32",
          "What a vector in base64 holds: 32-bit floats, or a signed byte a dimension.",
          "float32",
          "int8");

  static final QuirkOption PURPOSE =
      QuirkOption.text(
          "purpose", "", "The member that says what vectors are for; none by default.");

  static final QuirkOption BODY =
      QuirkOption.text("body.*", "", "A member, as raw JSON, that is sent with every request.");

  private static final List<QuirkOption> ALL =
      List.of(PATH, QUERY, MODEL_MEMBER, ENCODING, BASE64, PURPOSE, BODY);

  private EmbeddingsOption() {}

  /** All options. */
  static List<QuirkOption> all() {
    return ALL;
  }
}
