package cambio.dialect.azure;

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
import cambio.wire.SafeText;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scheme {@code azure-entra}: OAuth 2.0's client credentials at Entra's v2.0 token endpoint. */
public final class EntraTokenExchange implements TokenExchange {

  private static final int LONGEST_LIFETIME_SECONDS = 24 * 60 * 60;

  @Override
  public String scheme() {
    return "azure-entra";
  }

  @Override
  public boolean needed(Credential credential) {
    return credential instanceof Credential.ServiceAccount;
  }

  @Override
  public UpstreamRequest encode(Credential credential, EndpointSpec endpoint, Instant now) {
    if (!(credential instanceof Credential.ServiceAccount account)) {
      throw EntraApplication.unusable("an application's JSON document is expected");
    }
    EntraApplication application = EntraApplication.of(account.json().reveal());
    String form =
        "grant_type=client_credentials&client_id="
            + encoded(application.clientId())
            + "&client_secret="
            + encoded(application.clientSecret())
            + "&scope="
            + encoded(application.scope());
    String path = application.authority().getRawPath();
    return new UpstreamRequest(
        "POST",
        application.authority(),
        (path == null ? "" : path) + "/" + encoded(application.tenant()) + "/oauth2/v2.0/token",
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
      token = null;
    }
    if (token == null || token.isEmpty() || seconds <= 0) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR, "Entra's answer to the token request cannot be read."));
    }
    return new Credential.BearerToken(
        Secret.of(token), now.plusSeconds(Math.min(seconds, LONGEST_LIFETIME_SECONDS)));
  }

  /** OAuth refuses with 400 or 401; its {@code error} is a word and no object. */
  private static Failure refused(ResponseHead head, byte[] body) {
    Failure failure = FailureClassifier.of(head.status(), head.headers(), ErrorBody.of(body));
    if (head.status() / 100 != 4 || failure.kind() == FailureKind.RATE_LIMITED) {
      return failure;
    }
    return new Failure(
        FailureKind.PROVIDER_CREDENTIALS,
        "Entra gave no token for the endpoint's application ("
            + word(body)
            + "): check its tenant, its id and whether its secret has expired.",
        null,
        null,
        head.status(),
        failure.upstreamCode());
  }

  private static String word(byte[] body) {
    @Nullable String word = null;
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        String value = json.scalar();
        word = name.equals("error") ? value : word;
      }
    } catch (IOException e) {
      return "no reason given";
    }
    return word == null ? "no reason given" : SafeText.of(word);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
