package cambio.dialect.openai;

import cambio.spi.request.CacheHint;
import cambio.wire.JsonWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes {@code cache_control} marks. */
final class CacheMarks {

  private CacheMarks() {}

  /** Writes the member; nothing where the hint is null. */
  static void write(JsonWriter json, @Nullable CacheHint hint) {
    if (hint != null) {
      json.name("cache_control").object().member("type", "ephemeral");
      json.member("ttl", ttl(hint.ttl())).end();
    }
  }

  private static @Nullable String ttl(@Nullable Duration ttl) {
    if (ttl == null) {
      return null;
    }
    return ttl.compareTo(Duration.ofHours(1)) >= 0 ? ttl.toHours() + "h" : ttl.toMinutes() + "m";
  }
}
