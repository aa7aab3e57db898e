package cambio.wire;

import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers that every JSON dialect sends. */
public final class RequestHeaders {

  private RequestHeaders() {}

  /**
   * Content type, accept and authorisation.
   *
   * @param stream whether server-sent events are asked for
   * @throws FailureException with {@link FailureKind#PROVIDER_CREDENTIALS} where the credential
   *     cannot be sent in this style
   */
  public static HeaderFields json(AuthStyle auth, Credential credential, boolean stream) {
    List<HeaderFields.Field> fields = new ArrayList<>(4);
    fields.add(new HeaderFields.Field("content-type", "application/json"));
    fields.add(new HeaderFields.Field("accept", stream ? "text/event-stream" : "application/json"));
    HeaderFields.Field authorization = authorization(auth, credential);
    if (authorization != null) {
      fields.add(authorization);
    }
    return HeaderFields.of(fields);
  }

  /** The header that carries the credential; null where none is needed. */
  public static HeaderFields.@Nullable Field authorization(AuthStyle auth, Credential credential) {
    return switch (auth) {
      case AuthStyle.None none -> null;
      case AuthStyle.Bearer bearer -> bearer(credential);
      case AuthStyle.Header header ->
          switch (credential) {
            case Credential.ApiKey key -> new HeaderFields.Field(header.name(), key.key().reveal());
            // A short-lived token (an Entra one, say) always travels as a bearer.
            case Credential.BearerToken token -> bearer(token);
            case Credential.None none -> throw unusable("a key");
            case Credential.AwsKeys keys -> throw unusable("a key");
            case Credential.ServiceAccount account -> throw unusable("a key");
          };
      case AuthStyle.Scheme scheme -> bearer(credential);
    };
  }

  private static HeaderFields.Field bearer(Credential credential) {
    return switch (credential) {
      case Credential.ApiKey key ->
          new HeaderFields.Field("authorization", "Bearer " + key.key().reveal());
      case Credential.BearerToken token ->
          new HeaderFields.Field("authorization", "Bearer " + token.token().reveal());
      case Credential.None none -> throw unusable("a key or token");
      case Credential.AwsKeys keys -> throw unusable("a key or token");
      case Credential.ServiceAccount account -> throw unusable("a key or token");
    };
  }

  private static FailureException unusable(String expected) {
    return new FailureException(
        Failure.of(
            FailureKind.PROVIDER_CREDENTIALS,
            "The endpoint's credential cannot be used: "
                + expected
                + " is expected. Check the"
                + " provider's credential in the configuration."));
  }
}
