package cambio.dialect.bedrock;

import cambio.spi.event.Usage;
import cambio.wire.JsonReader;
import cambio.wire.TokenCounts;
import cambio.wire.TokenCounts.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code usage}. This dialect counts what was read from and written to the cache beside the
 * input; the canonical input is their sum.
 */
final class UsageReader {

  private UsageReader() {}

  /** The canonical usage; null where nothing was counted or something makes no sense. */
  static @Nullable Usage read(JsonReader json) throws IOException {
    TokenCounts counts = new TokenCounts();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "inputTokens" -> counts.add(Kind.INPUT, json.count());
        case "outputTokens" -> counts.put(Kind.OUTPUT, json.count());
        case "cacheReadInputTokens" -> beside(counts, Kind.CACHED_INPUT, json.count());
        case "cacheWriteInputTokens" -> beside(counts, Kind.CACHE_WRITE, json.count());
        case "cacheDetails" -> {
          for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            detail(json, counts);
          }
        }
        default -> json.skip();
      }
    }
    return counts.toUsage();
  }

  private static void beside(TokenCounts counts, Kind part, int count) {
    counts.put(part, count).add(Kind.INPUT, count);
  }

  private static void detail(JsonReader json, TokenCounts counts) throws IOException {
    int tokens = TokenCounts.ABSENT;
    boolean hour = false;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "ttl" -> hour = "1h".equals(json.string());
        case "inputTokens" -> tokens = json.count();
        default -> json.skip();
      }
    }
    if (hour) {
      counts.add(Kind.LONG_CACHE_WRITE, tokens);
    }
  }
}
