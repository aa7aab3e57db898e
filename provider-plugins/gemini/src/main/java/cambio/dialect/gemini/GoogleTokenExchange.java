package cambio.dialect.gemini;

import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.spi.Secret;
import cambio.spi.TokenExchange;
import cambio.spi.UpstreamRequest;
import cambio.wire.ErrorBody;
import cambio.wire.FailureClassifier;
import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scheme {@code google-oauth2}: a service account signs an assertion (RFC 7523, RS256) and gets an
 * access token of about an hour for it; a user's credentials give one for their refresh token.
 */
public final class GoogleTokenExchange implements TokenExchange {

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final int LONGEST_LIFETIME_SECONDS = 24 * 60 * 60;

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
    String form =
        account.ofUser()
            ? form(
                "grant_type", "refresh_token",
                "client_id", account.required("client_id"),
                "client_secret", account.required("client_secret"),
                "refresh_token", account.required("refresh_token"))
            : form(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "assertion",
                assertion(account, uri, now));
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new UpstreamRequest(
        "POST",
        uri,
        path,
        HeaderFields.of(
            "content-type", "application/x-www-form-urlencoded", "accept", "application/json"),
        form.getBytes(StandardCharsets.UTF_8),
        List.of());
  }

  @Override
  public Credential.BearerToken decode(ResponseHead head, byte[] body, Instant now) {
    if (head.status() / 100 != 2) {
      throw new FailureException(refused(head, body));
    }
    @Nullable String token = null;
    int seconds = 0;
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "access_token" -> token = json.string();
          case "expires_in" -> seconds = json.integer(0);
          default -> json.skip();
        }
      }
      json.requireEnd();
    } catch (IOException e) {
      throw new FailureException(unreadable());
    }
    if (token == null || token.isEmpty() || seconds <= 0) {
      throw new FailureException(unreadable());
    }
    return new Credential.BearerToken(
        Secret.of(token), now.plusSeconds(Math.min(seconds, LONGEST_LIFETIME_SECONDS)));
  }

  /** OAuth refuses with 400; its {@code error} is a word and no object. */
  private static Failure refused(ResponseHead head, byte[] body) {
    Failure failure = FailureClassifier.of(head.status(), head.headers(), ErrorBody.of(body));
    if (head.status() / 100 != 4 || failure.kind() == FailureKind.RATE_LIMITED) {
      return failure;
    }
    return new Failure(
        FailureKind.PROVIDER_CREDENTIALS,
        "Google gave no token for the endpoint's account ("
            + oauthError(body)
            + "): check that the account and its key still exist and that the clock is right.",
        null,
        null,
        head.status(),
        failure.upstreamCode());
  }

  private static String oauthError(byte[] body) {
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        String value = json.scalar();
        if (name.equals("error") && value != null) {
          return cambio.wire.SafeText.of(value);
        }
      }
    } catch (IOException e) {
      return "no reason given";
    }
    return "no reason given";
  }

  private static Failure unreadable() {
    return Failure.of(
        FailureKind.PROTOCOL_ERROR, "Google's answer to the token request cannot be read.");
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

  private static String form(String... namesAndValues) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.append(i == 0 ? "" : "&")
          .append(namesAndValues[i])
          .append('=')
          .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
    }
    return form.toString();
  }
}
