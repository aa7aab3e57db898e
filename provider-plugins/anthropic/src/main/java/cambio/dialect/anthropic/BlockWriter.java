package cambio.dialect.anthropic;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;
import cambio.spi.request.ReasoningKind;
import cambio.wire.Adjustments;
import cambio.wire.CallArguments;
import cambio.wire.JsonWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes content blocks. */
final class BlockWriter {

  private static final Duration SHORT = Duration.ofMinutes(5);

  private final JsonWriter json;
  private final boolean longCache;
  private final Adjustments adjustments;
  private final MediaWriter media;

  BlockWriter(JsonWriter json, boolean longCache, Adjustments adjustments) {
    this.json = json;
    this.longCache = longCache;
    this.adjustments = adjustments;
    this.media = new MediaWriter();
  }

  /** Whether a file of the provider's store is named, which is a beta of its own. */
  boolean usedFiles() {
    return media.usedFiles();
  }

  /** Content: a string where that says it all, an array of blocks elsewhere. */
  void content(List<Block> blocks) {
    String text = blocks.size() == 1 ? blocks.getFirst().plainText() : null;
    if (text != null) {
      json.value(text);
      return;
    }
    json.array();
    blocks.forEach(this::block);
    json.end();
  }

  /** {@code cache_control}; nothing where the hint is null. */
  void mark(@Nullable CacheHint hint) {
    if (hint == null) {
      return;
    }
    json.name("cache_control").object().member("type", "ephemeral");
    Duration ttl = hint.ttl();
    if (ttl != null) {
      boolean wantsLong = ttl.compareTo(SHORT) > 0;
      if (wantsLong && !longCache) {
        adjustments.clamped("cache_control", "The endpoint keeps prompts for 5 minutes.");
      }
      json.member("ttl", wantsLong && longCache ? "1h" : "5m");
    }
    json.end();
  }

  private void block(Block block) {
    Message.ToolResult result = block.result();
    if (result != null) {
      toolResult(result, block.mark());
      return;
    }
    ContentPart part = block.part();
    if (part instanceof ContentPart.Opaque opaque) {
      json.raw(opaque.json());
    } else if (part != null) {
      part(part);
      mark(block.mark());
      json.end();
    }
  }

  private void part(ContentPart part) {
    switch (part) {
      case ContentPart.Text text -> open("text").member("text", text.text());
      case ContentPart.Refusal refusal -> open("text").member("text", refusal.text());
      case ContentPart.Image image -> {
        media.image(open("image"), image.source());
        if (image.detail() != null && !image.detail().equals("auto")) {
          adjustments.dropped("image_url.detail", "The dialect knows no detail of images.");
        }
      }
      case ContentPart.File file -> media.file(json, file);
      case ContentPart.ToolCall call -> toolCall(call);
      case ContentPart.Reasoning reasoning -> reasoning(reasoning);
      case ContentPart.Audio audio -> throw unsayable("audio");
      case ContentPart.Video video -> throw unsayable("video");
      case ContentPart.Opaque opaque -> throw new IllegalStateException("written as it is");
    }
  }

  private JsonWriter open(String type) {
    return json.object().member("type", type);
  }

  private void reasoning(ContentPart.Reasoning reasoning) {
    if (reasoning.kind() == ReasoningKind.ENCRYPTED) {
      open("redacted_thinking").member("data", reasoning.text());
    } else {
      open("thinking").member("thinking", reasoning.text());
      json.member("signature", reasoning.signature());
    }
  }

  private void toolCall(ContentPart.ToolCall call) {
    open("tool_use").member("id", toolId(call.id())).member("name", call.name());
    json.rawMember("input", CallArguments.object(call.arguments(), adjustments));
  }

  private void toolResult(Message.ToolResult result, @Nullable CacheHint mark) {
    open("tool_result").member("tool_use_id", toolId(result.toolCallId()));
    List<ContentPart> parts = result.content().stream().filter(p -> !isEmpty(p) && own(p)).toList();
    if (parts.size() == 1 && parts.getFirst() instanceof ContentPart.Text text) {
      json.member("content", text.text());
    } else if (!parts.isEmpty()) {
      json.name("content").array();
      for (int i = 0; i < parts.size(); i++) {
        Block inner = Block.of(parts.get(i));
        if (i == parts.size() - 1) {
          inner.mark(null);
        }
        block(inner);
      }
      json.end();
    }
    if (result.error()) {
      json.member("is_error", true);
    }
    mark(mark);
    json.end();
  }

  private static boolean isEmpty(ContentPart part) {
    return part instanceof ContentPart.Text text && text.text().isEmpty();
  }

  private boolean own(ContentPart part) {
    boolean foreign =
        part instanceof ContentPart.Opaque opaque
            && !opaque.dialect().equals(MessagesAdapter.DIALECT);
    if (foreign) {
      adjustments.dropped("messages.content", "A part that only its own dialect knows.");
    }
    return !foreign;
  }

  /** The provider takes letters, digits, {@code _} and {@code -}; other dialects' ids have more. */
  private static String toolId(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (!legal(id.charAt(i))) {
        StringBuilder legal = new StringBuilder(id);
        for (int j = i; j < id.length(); j++) {
          legal.setCharAt(j, legal(id.charAt(j)) ? id.charAt(j) : '_');
        }
        return legal.toString();
      }
    }
    return id;
  }

  private static boolean legal(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '-';
  }

  private static FailureException unsayable(String what) {
    return new FailureException(
        Failure.invalid("messages.content", "This endpoint takes no " + what + " in a message."));
  }
}
