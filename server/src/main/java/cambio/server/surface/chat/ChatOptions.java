package cambio.server.surface.chat;

import cambio.spi.Adjustment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a chat request says to the door itself.
 *
 * @param includeUsage {@code stream_options.include_usage}
 * @param sessionId {@code session_id}
 * @param ignored members that are read by nobody, so that the answer can say so
 */
public record ChatOptions(
    boolean includeUsage, @Nullable String sessionId, List<Adjustment> ignored) {

  public ChatOptions {
    ignored = List.copyOf(ignored);
  }
}
