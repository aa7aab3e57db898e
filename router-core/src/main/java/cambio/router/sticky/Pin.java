package cambio.router.sticky;

import java.time.Instant;

/**
 * Where a conversation's prompt cache is.
 *
 * @param endpoint the endpoint's id
 * @param credential which of our credentials it was called with: caches belong to accounts
 * @param promptTokens how long the conversation's last prompt was, all of which may be in the cache
 * @param expiresAt when the provider forgets it, unless it is used before
 */
public record Pin(String endpoint, String credential, int promptTokens, Instant expiresAt) {

  /** Whether the cache may still be there. */
  public boolean holds(Instant now) {
    return expiresAt.isAfter(now);
  }
}
