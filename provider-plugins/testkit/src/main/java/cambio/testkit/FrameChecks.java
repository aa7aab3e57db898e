package cambio.testkit;

import cambio.spi.event.SourceFrame;
import cambio.spi.event.Started;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Whether the frames that a decoder offers for splicing are what they say. */
final class FrameChecks {

  private FrameChecks() {}

  static List<String> misses(EventLog log) {
    List<String> misses = new ArrayList<>();
    for (EventLog.Frame frame : log.frames()) {
      check(frame, log, misses);
    }
    return misses;
  }

  private static void check(EventLog.Frame frame, EventLog log, List<String> misses) {
    JsonNode json = Json.parse(frame.json());
    if (!json.isObject()) {
      misses.add("a frame is no object: " + json.getNodeType());
      return;
    }
    byte[] bytes = frame.json().getBytes(StandardCharsets.UTF_8);
    int from = 0;
    for (SourceFrame.Patch patch : frame.patches()) {
      if (patch.start() < from || patch.end() > bytes.length || patch.start() >= patch.end()) {
        misses.add("a patch lies outside its frame or out of order: " + patch);
        return;
      }
      from = patch.end();
      String there =
          new String(bytes, patch.start(), patch.end() - patch.start(), StandardCharsets.UTF_8);
      JsonNode value = Json.parse(there);
      if (!value.isTextual() || !agrees(patch.member(), value.textValue(), log)) {
        misses.add("a patch does not cover its member: " + patch + " covers " + there);
      }
    }
  }

  private static boolean agrees(SourceFrame.Member member, String value, EventLog log) {
    for (var event : log.events()) {
      if (event instanceof Started started) {
        return switch (member) {
          case ID -> value.equals(started.upstreamId());
          case MODEL -> value.equals(started.upstreamModel());
        };
      }
    }
    return false;
  }
}
