package cambio.dialect.gemini;

import cambio.wire.ErrorBody;
import cambio.wire.Frame;
import cambio.wire.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code GenerateContentResponse}: a whole answer, or one chunk of a stream.
 *
 * @param blockReason why the prompt was refused, where it was
 * @param error what stands in place of an answer, where something does
 */
record ResponseObject(
    @Nullable String id,
    @Nullable String model,
    List<Candidate> candidates,
    @Nullable String blockReason,
    @Nullable String blockMessage,
    @Nullable ErrorBody error) {

  /**
   * Reads a frame whole before anything of it is acted upon.
   *
   * @param usage takes the counts
   */
  static ResponseObject read(Frame frame, UsageCounts usage) throws IOException {
    @Nullable String id = null;
    @Nullable String model = null;
    List<Candidate> candidates = new ArrayList<>(1);
    @Nullable String blockReason = null;
    @Nullable String blockMessage = null;
    @Nullable ErrorBody error = null;
    try (JsonReader json = frame.json()) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "responseId" -> id = json.string();
          case "modelVersion" -> model = json.string();
          case "candidates" -> {
            int position = 0;
            for (boolean more = json.firstElement(); more; more = json.nextElement()) {
              candidates.add(Candidate.read(json, frame.bytes(), frame.offset(), position++));
            }
          }
          case "usageMetadata" -> usage.read(json);
          case "promptFeedback" -> {
            for (String of = json.firstMember(); of != null; of = json.nextMember()) {
              switch (of) {
                case "blockReason" -> blockReason = json.scalar();
                case "blockReasonMessage" -> blockMessage = json.string();
                default -> json.skip();
              }
            }
          }
          case "error" -> error = json.isNull() ? null : ErrorBody.of(json);
          default -> json.skip();
        }
      }
      json.requireEnd();
    }
    return new ResponseObject(id, model, candidates, blockReason, blockMessage, error);
  }
}
