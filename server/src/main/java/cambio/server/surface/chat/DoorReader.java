package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the top-level members that are for the router itself and never travel further. */
final class DoorReader {

  private static final String NOT_SERVED = "This router does not act on it.";
  private static final int LONGEST_SESSION = 256;

  private final Ignored ignored;
  private boolean stream;
  private boolean includeUsage;
  private @Nullable String sessionId;

  DoorReader(Ignored ignored) {
    this.ignored = ignored;
  }

  /** Reads a top-level member; false where it is not for the router. */
  boolean take(String name, StrictJson json) throws IOException {
    switch (name) {
      case "stream" -> stream = Boolean.TRUE.equals(json.bool());
      case "stream_options" -> streamOptions(json);
      case "session_id" -> sessionId = session(json);
      // The doors that know this member always send usage.
      case "usage" -> usage(json);
      case "debug", "trace" -> notServed(json);
      default -> {
        return false;
      }
    }
    return true;
  }

  boolean stream() {
    return stream;
  }

  ChatOptions toOptions() {
    return new ChatOptions(includeUsage, sessionId, ignored.toList());
  }

  private void streamOptions(StrictJson json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "include_usage" -> includeUsage = Boolean.TRUE.equals(json.bool());
        // Padding is never added, so there is nothing to switch off.
        case "include_obfuscation" -> json.bool();
        default -> ignored.skip(json);
      }
    }
  }

  private void usage(StrictJson json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "include" -> json.bool();
        default -> ignored.skip(json);
      }
    }
  }

  private static @Nullable String session(StrictJson json) throws IOException {
    String id = json.text();
    if (id != null && id.length() > LONGEST_SESSION) {
      throw json.refused(id.length() + " characters (expected: at most " + LONGEST_SESSION + ")");
    }
    return id;
  }

  private void notServed(StrictJson json) throws IOException {
    if (!json.isNull()) {
      ignored.add(json.path(), NOT_SERVED);
    }
    json.skip();
  }
}
