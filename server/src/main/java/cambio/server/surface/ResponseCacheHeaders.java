package cambio.server.surface;

import cambio.server.execution.ResponseCacheOptions;
import com.linecorp.armeria.common.HttpHeaders;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of the cache of whole answers, in OpenRouter's headers; and one of our own, by
 * which it can ask not to wait for an identical request that is under way.
 */
final class ResponseCacheHeaders {

  private static final AsciiString CACHE = AsciiString.of("x-openrouter-cache");
  private static final AsciiString TTL = AsciiString.of("x-openrouter-cache-ttl");
  private static final AsciiString CLEAR = AsciiString.of("x-openrouter-cache-clear");
  private static final AsciiString COALESCE = AsciiString.of("x-cambio-cache-coalesce");

  private ResponseCacheHeaders() {}

  /**
   * Reads them.
   *
   * @return null where there are none
   * @throws cambio.spi.FailureException where one is wrong
   */
  static @Nullable ResponseCacheOptions read(HttpHeaders headers) {
    String cache = headers.get(CACHE);
    String ttl = headers.get(TTL);
    String clear = headers.get(CLEAR);
    String coalesce = headers.get(COALESCE);
    if (cache == null && ttl == null && clear == null && coalesce == null) {
      return null;
    }
    return new ResponseCacheOptions(
        flag(CACHE, cache),
        ttl(ttl),
        Boolean.TRUE.equals(flag(CLEAR, clear)),
        !Boolean.FALSE.equals(flag(COALESCE, coalesce)));
  }

  private static @Nullable Boolean flag(AsciiString name, @Nullable String value) {
    if (value == null) {
      return null;
    }
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw StrictJson.refusal(
              name.toString(), StrictJson.quoted(value) + " (expected: true or false)");
    };
  }

  private static @Nullable Duration ttl(@Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      Duration ttl = Duration.ofSeconds(Long.parseLong(value.strip()));
      if (ResponseCacheOptions.allows(ttl)) {
        return ttl;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // Said below.
    }
    throw StrictJson.refusal(
        TTL.toString(),
        StrictJson.quoted(value)
            + " (expected: whole seconds, "
            + ResponseCacheOptions.LEAST.toSeconds()
            + " to "
            + ResponseCacheOptions.MOST.toSeconds()
            + ")");
  }
}
