package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.CacheHint;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code cache_control: {"type":"ephemeral","ttl":"5m"}}. */
final class CacheHintReader {

  private final Ignored ignored;

  CacheHintReader(Ignored ignored) {
    this.ignored = ignored;
  }

  @Nullable CacheHint read(StrictJson json) throws IOException {
    if (json.isNull()) {
      return null;
    }
    Duration ttl = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "type" -> json.word("ephemeral");
        case "ttl" -> ttl = duration(json);
        default -> ignored.skip(json);
      }
    }
    return new CacheHint(ttl);
  }

  /** The mark of a whole request, which may also say {@code {"type":"none"}}: no breakpoints. */
  @Nullable CacheHint readAutomatic(StrictJson json) throws IOException {
    if (json.isNull()) {
      return null;
    }
    Duration ttl = null;
    boolean off = false;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "type" -> off = "none".equals(json.word("ephemeral", "none"));
        case "ttl" -> ttl = duration(json);
        default -> ignored.skip(json);
      }
    }
    return off ? CacheHint.OFF : new CacheHint(ttl);
  }

  /** OpenAI's own mark, which has a mode and no lifetime. */
  @Nullable CacheHint readBreakpoint(StrictJson json) throws IOException {
    boolean present = !json.isNull();
    json.skip();
    return present ? new CacheHint(null) : null;
  }

  private static @Nullable Duration duration(StrictJson json) throws IOException {
    String ttl = json.word("5m", "1h");
    if (ttl == null) {
      return null;
    }
    return ttl.equals("1h") ? Duration.ofHours(1) : Duration.ofMinutes(5);
  }
}
