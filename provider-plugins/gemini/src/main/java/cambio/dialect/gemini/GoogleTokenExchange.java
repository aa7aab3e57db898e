package cambio.dialect.gemini;

import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.ResponseHead;
import cambio.spi.TokenExchange;
import cambio.spi.UpstreamRequest;
import cambio.wire.JsonWriter;
import cambio.wire.TokenEndpoint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Scheme {@code google-oauth2}: a service account signs an assertion (RFC 7523, RS256) and gets an
 * access token of about an hour for it; a user's credentials give one for their refresh token.
 */
public final class GoogleTokenExchange implements TokenExchange {

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final Duration LIFETIME = Duration.ofHours(1);

  @Override
  public String scheme() {
    return "google-oauth2";
  }

  @Override
  public boolean needed(Credential credential) {
    return credential instanceof Credential.ServiceAccount;
  }

  @Override
  public UpstreamRequest encode(Credential credential, EndpointSpec endpoint, Instant now) {
    if (!(credential instanceof Credential.ServiceAccount service)) {
      throw GoogleAccount.unusable("a service account's JSON document is expected");
    }
    GoogleAccount account = GoogleAccount.of(service.json().reveal());
    URI uri = account.tokenUri();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return account.ofUser()
        ? TokenEndpoint.request(
            uri,
            path,
            "grant_type",
            "refresh_token",
            "client_id",
            account.required("client_id"),
            "client_secret",
            account.required("client_secret"),
            "refresh_token",
            account.required("refresh_token"))
        : TokenEndpoint.request(
            uri,
            path,
            "grant_type",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion",
            assertion(account, uri, now));
  }

  @Override
  public Credential.BearerToken decode(ResponseHead head, byte[] body, Instant now) {
    return TokenEndpoint.token(
        head,
        body,
        now,
        "Google",
        "the endpoint's account",
        "that the account and its key still exist and that the clock is right");
  }

  private static String assertion(GoogleAccount account, URI audience, Instant now) {
    JsonWriter header = new JsonWriter().object().member("alg", "RS256").member("typ", "JWT");
    header.member("kid", account.keyId().isEmpty() ? null : account.keyId());
    JsonWriter claims =
        new JsonWriter()
            .object()
            .member("iss", account.required("client_email"))
            .member("scope", SCOPE)
            .member("aud", audience.toString())
            .member("iat", now.getEpochSecond())
            .member("exp", now.plus(LIFETIME).getEpochSecond());
    String signed = base64(header.end().toBytes()) + "." + base64(claims.end().toBytes());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(account.privateKey());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw GoogleAccount.unusable("its private_key does not sign");
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
