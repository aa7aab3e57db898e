package cambio.dialect.gemini;

import cambio.spi.event.TokenLogprob;
import cambio.wire.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one response object says of one candidate.
 *
 * @param finishReason the provider's word (or enum number), where it says one
 * @param notes what it says beside the content, as raw JSON by the member's name
 */
record Candidate(
    int index,
    List<Part> parts,
    @Nullable String finishReason,
    List<TokenLogprob> logprobs,
    Map<String, String> notes) {

  /**
   * Reads the candidate that the reader stands on.
   *
   * @param position its place in the array, which is its index where it names none
   */
  static Candidate read(JsonReader json, byte[] bytes, int offset, int position)
      throws IOException {
    int index = position;
    List<Part> parts = new ArrayList<>();
    @Nullable String finishReason = null;
    List<TokenLogprob> logprobs = List.of();
    Map<String, String> notes = new LinkedHashMap<>(0);
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "index" -> index = Math.max(0, json.integer(position));
        case "content" -> content(json, bytes, offset, parts);
        case "finishReason" -> finishReason = json.scalar();
        case "logprobsResult" -> logprobs = LogprobsParser.read(json);
        case "groundingMetadata",
            "citationMetadata",
            "urlContextMetadata",
            "safetyRatings",
            "finishMessage" ->
            note(name, json, notes);
        default -> json.skip();
      }
    }
    return new Candidate(index, parts, finishReason, logprobs, notes);
  }

  private static void note(String name, JsonReader json, Map<String, String> notes)
      throws IOException {
    if (json.isNull()) {
      json.skip();
    } else {
      notes.put(name, json.raw());
    }
  }

  private static void content(JsonReader json, byte[] bytes, int offset, List<Part> parts)
      throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("parts")) {
        for (boolean more = json.firstElement(); more; more = json.nextElement()) {
          parts.add(Part.read(json, bytes, offset));
        }
      } else {
        json.skip();
      }
    }
  }
}
