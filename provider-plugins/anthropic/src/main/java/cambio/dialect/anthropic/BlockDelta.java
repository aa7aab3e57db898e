package cambio.dialect.anthropic;

import cambio.wire.JsonReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code delta} of a frame: more of a block, or the end of the message. Each member belongs to
 * one kind of delta only, so they are read without regard to {@code type}, which may stand last.
 */
final class BlockDelta {

  @Nullable String text;
  @Nullable String partialJson;
  @Nullable String thinking;
  @Nullable String signature;
  @Nullable String citation;
  @Nullable String stopReason;
  @Nullable String explanation;

  /** Members of kinds that are unknown here, as raw JSON. */
  final Map<String, String> others = new LinkedHashMap<>(0);

  void read(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "type", "stop_sequence" -> json.skip();
        case "text" -> text = json.string();
        case "partial_json" -> partialJson = json.string();
        case "thinking" -> thinking = json.string();
        case "signature" -> signature = json.string();
        case "citation" -> citation = json.isObject() ? json.raw() : skipped(json);
        case "stop_reason" -> stopReason = json.string();
        case "stop_details" -> explanation = explanation(json);
        default -> others.put(name, json.raw());
      }
    }
  }

  void clear() {
    text = null;
    partialJson = null;
    thinking = null;
    signature = null;
    citation = null;
    stopReason = null;
    explanation = null;
    others.clear();
  }

  /** What the provider says of a refusal. */
  static @Nullable String explanation(JsonReader json) throws IOException {
    @Nullable String explanation = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("explanation")) {
        explanation = json.string();
      } else {
        json.skip();
      }
    }
    return explanation;
  }

  private static @Nullable String skipped(JsonReader json) throws IOException {
    json.skip();
    return null;
  }
}
