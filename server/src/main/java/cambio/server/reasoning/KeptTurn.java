package cambio.server.reasoning;

import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;
import cambio.spi.request.ReasoningKind;
import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer with tool calls holds that a plain client drops.
 *
 * @param dialect of the endpoint that gave it
 * @param model the slug of the model that gave it
 * @param reasoning the blocks in their order, to stand before the rest of the message
 * @param signatures seals of the calls themselves, by the call's id
 */
record KeptTurn(
    String dialect,
    String model,
    List<ContentPart.Reasoning> reasoning,
    Map<String, String> signatures) {

  private static final int VERSION = 1;

  KeptTurn {
    reasoning = List.copyOf(reasoning);
    signatures = Map.copyOf(signatures);
  }

  /** The message as the model made it. */
  Message.Assistant in(Message.Assistant message) {
    List<ContentPart> parts = new ArrayList<>(reasoning);
    for (ContentPart part : message.content()) {
      if (part instanceof ContentPart.ToolCall call && call.signature() == null) {
        parts.add(
            new ContentPart.ToolCall(
                call.id(),
                call.name(),
                call.arguments(),
                signatures.get(call.id()),
                call.cacheHint()));
      } else {
        parts.add(part);
      }
    }
    return new Message.Assistant(parts, message.name(), message.prefix(), message.extras());
  }

  byte[] toBytes() {
    JsonWriter json = new JsonWriter().object().member("v", (Integer) VERSION);
    json.member("dialect", dialect).member("model", model).name("reasoning").array();
    for (ContentPart.Reasoning block : reasoning) {
      json.object().member("kind", block.kind().name().toLowerCase(Locale.ROOT));
      json.member("text", block.text()).member("signature", block.signature());
      json.member("id", block.id()).member("format", block.format()).end();
    }
    json.end().name("signatures").object();
    signatures.forEach((id, seal) -> json.name(id).value(seal));
    return json.end().end().toBytes();
  }

  /** Reads what {@link #toBytes} wrote; null where it is something else. */
  static @Nullable KeptTurn of(byte[] bytes) {
    @Nullable String dialect = null;
    @Nullable String model = null;
    int version = 0;
    List<ContentPart.Reasoning> reasoning = new ArrayList<>();
    Map<String, String> signatures = new LinkedHashMap<>();
    try (JsonReader json = JsonReader.of(bytes, 0, bytes.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "v" -> version = json.integer(0);
          case "dialect" -> dialect = json.string();
          case "model" -> model = json.string();
          case "reasoning" -> {
            for (boolean more = json.firstElement(); more; more = json.nextElement()) {
              reasoning.add(block(json));
            }
          }
          case "signatures" -> {
            for (String id = json.firstMember(); id != null; id = json.nextMember()) {
              String seal = json.string();
              if (seal != null) {
                signatures.put(id, seal);
              }
            }
          }
          default -> json.skip();
        }
      }
    } catch (IOException e) {
      return null;
    }
    return version == VERSION && dialect != null && model != null
        ? new KeptTurn(dialect, model, reasoning, signatures)
        : null;
  }

  private static ContentPart.Reasoning block(JsonReader json) throws IOException {
    ReasoningKind kind = ReasoningKind.TEXT;
    @Nullable String text = null;
    @Nullable String signature = null;
    @Nullable String id = null;
    @Nullable String format = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "kind" -> kind = kind(json.string());
        case "text" -> text = json.string();
        case "signature" -> signature = json.string();
        case "id" -> id = json.string();
        case "format" -> format = json.string();
        default -> json.skip();
      }
    }
    return new ContentPart.Reasoning(kind, text == null ? "" : text, signature, id, format);
  }

  private static ReasoningKind kind(@Nullable String word) throws IOException {
    for (ReasoningKind kind : ReasoningKind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
        return kind;
      }
    }
    throw new IOException("an unknown kind of reasoning");
  }
}
