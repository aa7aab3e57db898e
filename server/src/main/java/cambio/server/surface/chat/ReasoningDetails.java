package cambio.server.surface.chat;

import cambio.spi.request.ReasoningKind;
import cambio.wire.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Writes items of {@code reasoning_details}, which callers send back unchanged. */
final class ReasoningDetails {

  private ReasoningDetails() {}

  /** One block, or a piece of one. */
  static void write(
      JsonWriter json,
      int index,
      ReasoningKind kind,
      String text,
      @Nullable String signature,
      @Nullable String id,
      @Nullable String format) {
    json.object().member("type", "reasoning." + name(kind));
    switch (kind) {
      case TEXT -> {
        if (!text.isEmpty() || signature == null) {
          json.member("text", text);
        }
      }
      case SUMMARY -> json.member("summary", text);
      case ENCRYPTED -> json.member("data", text);
    }
    json.member("signature", signature)
        .member("id", id)
        .member("format", format == null ? "unknown" : format)
        .member("index", index)
        .end();
  }

  /** The seal of a tool call: an encrypted detail under the call's id. */
  static void writeSeal(JsonWriter json, int index, String seal, @Nullable String callId) {
    write(json, index, ReasoningKind.ENCRYPTED, seal, null, callId, null);
  }

  private static String name(ReasoningKind kind) {
    return switch (kind) {
      case TEXT -> "text";
      case SUMMARY -> "summary";
      case ENCRYPTED -> "encrypted";
    };
  }
}
