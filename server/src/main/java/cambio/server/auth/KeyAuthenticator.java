package cambio.server.auth;

import cambio.router.plan.Principal;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the presented key in the {@link KeyRing} of the moment. */
public final class KeyAuthenticator implements Authenticator {

  private static final String BEARER = "bearer ";

  private final Supplier<KeyRing> keys;
  private final boolean required;
  private final InstantSource clock;

  /**
   * An authenticator.
   *
   * @param keys the keys of the moment; asked at every call
   * @param required whether a call without a known key is refused; where not, it runs as {@link
   *     Principal#anonymous}, but an expired or disabled key is refused all the same
   */
  public KeyAuthenticator(Supplier<KeyRing> keys, boolean required, InstantSource clock) {
    this.keys = keys;
    this.required = required;
    this.clock = clock;
  }

  @Override
  public Principal authenticate(@Nullable String authorization, @Nullable String apiKey) {
    String presented = presented(authorization, apiKey);
    if (presented == null || presented.isEmpty()) {
      if (required) {
        throw refused(
            "No API key was sent. Send one as \"Authorization: Bearer sk-cambio-v1-...\" or in"
                + " x-api-key; `cambio keys create` makes one.");
      }
      return Principal.anonymous();
    }
    KeyEntry entry = keys.get().find(presented);
    if (entry == null) {
      if (required) {
        throw refused(
            "The API key is not known here. Check that it was copied whole; `cambio keys list`"
                + " shows the keys there are.");
      }
      return Principal.anonymous();
    }
    if (entry.disabled()) {
      throw refused("The API key \"" + entry.name() + "\" is disabled. Use another one.");
    }
    Instant expiry = entry.expiresAt();
    if (expiry != null && !clock.instant().isBefore(expiry)) {
      throw refused(
          "The API key \"" + entry.name() + "\" expired at " + expiry + ". Use another one.");
    }
    return entry.principal();
  }

  private static @Nullable String presented(
      @Nullable String authorization, @Nullable String apiKey) {
    if (authorization == null || authorization.isBlank()) {
      return apiKey == null ? null : apiKey.strip();
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw refused("The Authorization header is no bearer token (expected: \"Bearer <key>\").");
    }
    return authorization.substring(BEARER.length()).strip();
  }

  private static FailureException refused(String message) {
    return new FailureException(Failure.of(FailureKind.AUTHENTICATION, message));
  }
}
