package cambio.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A secret that Cambio holds upstream. No variant prints what it holds. */
public sealed interface Credential {

  /** None is needed, as for a local model. */
  record None() implements Credential {}

  /** A key that is sent as it is. */
  record ApiKey(Secret key) implements Credential {}

  /**
   * A short-lived bearer token.
   *
   * @param expiresAt the instant from which the provider refuses it
   */
  record BearerToken(Secret token, Instant expiresAt) implements Credential {}

  /** Keys that sign. */
  record AwsKeys(String accessKeyId, Secret secretAccessKey, @Nullable Secret sessionToken)
      implements Credential {

    @Override
    public String toString() {
      return "AwsKeys[***]";
    }
  }

  /**
   * A service account or an application's client secret, to be exchanged for a bearer token by a
   * {@link TokenExchange}.
   *
   * @param json the account's JSON document as its issuer gave it
   */
  record ServiceAccount(Secret json) implements Credential {}

  /** {@link None}. */
  Credential NONE = new None();
}
