package cambio.dialect.bedrock;

import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the provider says about an answer without a canonical place, kept as raw JSON. */
final class Metadata {

  private static final Set<String> MEMBERS =
      Set.of(
          "metrics", "trace", "performanceConfig", "serviceTier", "additionalModelResponseFields");

  private final Map<String, String> members = new LinkedHashMap<>();

  /** Reads a member that belongs here; false (and unread) for any other. */
  boolean take(String name, JsonReader json) throws IOException {
    if (!MEMBERS.contains(name) || json.isNull()) {
      return false;
    }
    members.put(name, json.raw());
    return true;
  }

  void addTo(AnswerEvents answer) {
    if (!members.isEmpty()) {
      JsonWriter out = new JsonWriter().object();
      members.forEach(out::rawMember);
      answer.opaque(out.end().toText());
    }
  }
}
