package cambio.dialect.anthropic;

import cambio.spi.event.Usage;
import cambio.wire.JsonReader;
import cambio.wire.TokenCounts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The token counts of an answer. This dialect counts what was read from and written to the cache
 * beside the input; the canonical input is their sum. Counts of a later event replace those of an
 * earlier one, for they are cumulative.
 */
final class UsageCounts {

  private int input = TokenCounts.ABSENT;
  private int cacheRead = TokenCounts.ABSENT;
  private int cacheWrite = TokenCounts.ABSENT;
  private int shortWrite = TokenCounts.ABSENT;
  private int longWrite = TokenCounts.ABSENT;
  private int output = TokenCounts.ABSENT;
  private int thinking = TokenCounts.ABSENT;

  /** Reads a {@code usage} object. */
  void read(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "input_tokens" -> input = later(input, json);
        case "cache_read_input_tokens" -> cacheRead = later(cacheRead, json);
        case "cache_creation_input_tokens" -> cacheWrite = later(cacheWrite, json);
        case "cache_creation" -> cacheCreation(json);
        case "output_tokens" -> output = later(output, json);
        case "output_tokens_details" -> details(json);
        default -> json.skip();
      }
    }
  }

  /** The canonical usage; null where nothing was counted or something makes no sense. */
  @Nullable Usage toUsage() {
    TokenCounts counts = new TokenCounts();
    int written = cacheWrite;
    if (written == TokenCounts.ABSENT) {
      counts.add(TokenCounts.Kind.CACHE_WRITE, shortWrite);
      counts.add(TokenCounts.Kind.CACHE_WRITE, longWrite);
      written = counts.get(TokenCounts.Kind.CACHE_WRITE);
    } else {
      counts.put(TokenCounts.Kind.CACHE_WRITE, written);
    }
    if (input != TokenCounts.ABSENT) {
      counts.put(TokenCounts.Kind.INPUT, input);
      counts.add(TokenCounts.Kind.INPUT, cacheRead).add(TokenCounts.Kind.INPUT, written);
    }
    return counts
        .put(TokenCounts.Kind.CACHED_INPUT, cacheRead)
        .put(TokenCounts.Kind.LONG_CACHE_WRITE, longWrite)
        .put(TokenCounts.Kind.OUTPUT, output)
        .put(TokenCounts.Kind.REASONING, thinking)
        .toUsage();
  }

  private void cacheCreation(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "ephemeral_5m_input_tokens" -> shortWrite = later(shortWrite, json);
        case "ephemeral_1h_input_tokens" -> longWrite = later(longWrite, json);
        default -> json.skip();
      }
    }
  }

  private void details(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("thinking_tokens")) {
        thinking = later(thinking, json);
      } else {
        json.skip();
      }
    }
  }

  private static int later(int before, JsonReader json) throws IOException {
    int count = json.count();
    return count == TokenCounts.ABSENT ? before : count;
  }
}
