package cambio.spi;

import java.time.Instant;

/**
 * How a long-lived credential becomes a bearer token: again a request codec and a response codec.
 * The router sends, caches until shortly before expiry, and lets one exchange serve all who wait.
 */
public interface TokenExchange {

  /** The {@link AuthStyle.Scheme} that this exchange serves, e.g. {@code google-oauth2}. */
  String scheme();

  /** Whether this credential must be exchanged before an attempt (a ready token need not). */
  boolean needed(Credential credential);

  /**
   * The token request.
   *
   * @throws FailureException with {@link FailureKind#PROVIDER_CREDENTIALS} where the credential is
   *     unusable
   */
  UpstreamRequest encode(Credential credential, EndpointSpec endpoint, Instant now);

  /**
   * Reads the token response.
   *
   * @throws FailureException with {@link FailureKind#PROVIDER_CREDENTIALS} where it was refused
   */
  Credential.BearerToken decode(ResponseHead head, byte[] body, Instant now);
}
