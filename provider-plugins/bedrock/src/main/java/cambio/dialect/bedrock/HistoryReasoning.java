package cambio.dialect.bedrock;

import cambio.spi.Quirks;
import cambio.spi.request.ContentPart;
import cambio.spi.request.ReasoningKind;
import cambio.wire.Adjustments;
import cambio.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Earlier reasoning: which of it goes back, and how sealed data is written here. */
final class HistoryReasoning {

  /** The format of Anthropic's models, whose seals hold at every cloud that serves them. */
  static final String ANTHROPIC = "anthropic-claude-v1";

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{4,}={0,2}");

  private final Quirks quirks;
  private final Adjustments adjustments;

  HistoryReasoning(Quirks quirks, Adjustments adjustments) {
    this.quirks = quirks;
    this.adjustments = adjustments;
  }

  /** Whether a block goes back to the model; reported where it does not. */
  boolean goesBack(ContentPart.Reasoning block) {
    String format = format(quirks);
    boolean own = block.format() == null || block.format().equals(format);
    boolean sealed =
        block.kind() == ReasoningKind.ENCRYPTED
            || block.kind() == ReasoningKind.TEXT && block.signature() != null;
    boolean wanted =
        switch (ConverseOption.HISTORY_REASONING.of(quirks)) {
          case "none" -> false;
          case "all" -> own || !sealed;
          default -> own && sealed;
        };
    if (!wanted) {
      adjustments.dropped(
          "messages.reasoning", "Reasoning that this model did not seal is not taken back.");
    }
    return wanted;
  }

  /** Writes a block. */
  void write(JsonWriter json, ContentPart.Reasoning block) {
    json.object().name("reasoningContent").object();
    if (block.kind() == ReasoningKind.ENCRYPTED) {
      json.member("redactedContent", toWire(block.text(), format(quirks)));
    } else {
      json.name("reasoningText").object().member("text", block.text());
      json.member("signature", block.signature()).end();
    }
    json.end().end();
  }

  /** The format of an endpoint's reasoning; null where it has no name. */
  static @Nullable String format(Quirks quirks) {
    String format = ConverseOption.REASONING_FORMAT.of(quirks);
    return format.isEmpty() ? null : format;
  }

  /**
   * The canonical form of {@code redactedContent}. Anthropic's own data is text, which Converse
   * wraps in base64 as it does all bytes: unwrapped, other clouds take it too.
   */
  static String fromWire(String redacted, @Nullable String format) {
    if (!ANTHROPIC.equals(format)) {
      return redacted;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(redacted);
      String data = new String(bytes, StandardCharsets.ISO_8859_1);
      boolean same = Base64.getEncoder().encodeToString(bytes).equals(redacted);
      return same && BASE64.matcher(data).matches() ? data : redacted;
    } catch (IllegalArgumentException e) {
      return redacted;
    }
  }

  private static String toWire(String data, @Nullable String format) {
    if (!ANTHROPIC.equals(format)) {
      return data;
    }
    // What was wrapped decodes to the same text again; what could not be unwrapped stays.
    String wrapped = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
    return fromWire(wrapped, format).equals(data) && fromWire(data, format).equals(data)
        ? wrapped
        : data;
  }
}
