package cambio.server.auth;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a call presents to say who it is.
 *
 * @param authorization the {@code authorization} header, where there is one
 * @param apiKey the {@code x-api-key} header, where there is one; used where authorization is
 *     absent
 * @param address where the call comes from, for the limit on failures; null where unknown
 */
public record Presented(
    @Nullable String authorization, @Nullable String apiKey, @Nullable InetAddress address) {

  private static final String BEARER = "bearer ";

  /**
   * The key, or null where none was sent.
   *
   * @throws FailureException of kind AUTHENTICATION where the header has another form
   */
  @Nullable String key() {
    String key = apiKey;
    if (authorization != null && !authorization.isBlank()) {
      if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        throw new FailureException(
            Failure.of(
                FailureKind.AUTHENTICATION,
                "The Authorization header is no bearer token (expected: \"Bearer <key>\")."));
      }
      key = authorization.substring(BEARER.length());
    }
    return key == null || key.isBlank() ? null : key.strip();
  }

  /** Without the key, so that no log shows it. */
  @Override
  public String toString() {
    return "Presented[from " + address + "]";
  }
}
