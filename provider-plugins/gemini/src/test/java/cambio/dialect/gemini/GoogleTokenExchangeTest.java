package cambio.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.spi.Secret;
import cambio.spi.UpstreamRequest;
import cambio.testkit.Json;
import cambio.wire.JsonText;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoogleTokenExchangeTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final EndpointSpec ENDPOINT =
      Encoding.context(Encoding.VERTEX, "gemini-x").endpoint();

  private final GoogleTokenExchange exchange = new GoogleTokenExchange();

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static String account(KeyPair keys, String tokenUri) {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return "{\"type\":\"service_account\",\"client_email\":\"a@p.iam.invalid\","
        + "\"private_key_id\":\"k1\",\"private_key\":"
        + JsonText.quote(pem)
        + ",\"token_uri\":\""
        + tokenUri
        + "\"}";
  }

  private UpstreamRequest encode(String json) {
    return exchange.encode(new Credential.ServiceAccount(Secret.of(json)), ENDPOINT, NOW);
  }

  private static JsonNode decoded(String part) {
    return Json.parse(Base64.getUrlDecoder().decode(part));
  }

  @Test
  void aServiceAccountSignsAnAssertionThatItsKeyVerifies() throws GeneralSecurityException {
    KeyPair keys = keys();
    UpstreamRequest sent = encode(account(keys, "https://oauth2.googleapis.com/token"));
    assertThat(sent.origin().getHost()).isEqualTo("oauth2.googleapis.com");
    assertThat(sent.path()).isEqualTo("/token");
    assertThat(sent.headers().first("content-type")).isEqualTo("application/x-www-form-urlencoded");
    String form = new String(sent.body(), StandardCharsets.US_ASCII);
    String assertion =
        URLDecoder.decode(form.substring(form.indexOf("&assertion=") + 11), StandardCharsets.UTF_8);
    assertThat(form)
        .startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&");
    String[] parts = assertion.split("\\.");
    assertThat(decoded(parts[0]).path("alg").asText()).isEqualTo("RS256");
    assertThat(decoded(parts[0]).path("kid").asText()).isEqualTo("k1");
    JsonNode claims = decoded(parts[1]);
    assertThat(claims.path("iss").asText()).isEqualTo("a@p.iam.invalid");
    assertThat(claims.path("aud").asText()).isEqualTo("https://oauth2.googleapis.com/token");
    assertThat(claims.path("iat").asLong()).isEqualTo(NOW.getEpochSecond());
    assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 3600);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(keys.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @Test
  void assertionsGoToGoogleOnly() throws GeneralSecurityException {
    KeyPair keys = keys();
    for (String uri :
        List.of(
            "https://evil.invalid/token",
            "http://oauth2.googleapis.com/token",
            "https://oauth2.googleapis.com.evil.invalid/token",
            "https://user@oauth2.googleapis.com/token",
            "https://evilgoogleapis.com/token",
            "https://oauth2.googleapis.com:8443/token")) {
      assertThatThrownBy(() -> encode(account(keys, uri)))
          .as(uri)
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PROVIDER_CREDENTIALS));
    }
  }

  @Test
  void aUsersCredentialsRefresh() {
    UpstreamRequest sent =
        encode(
            "{\"type\":\"authorized_user\",\"client_id\":\"i\",\"client_secret\":\"s+\","
                + "\"refresh_token\":\"1//r\",\"token_uri\":\"https://evil.invalid\"}");
    assertThat(sent.origin().toString()).isEqualTo("https://oauth2.googleapis.com/token");
    assertThat(new String(sent.body(), StandardCharsets.US_ASCII))
        .isEqualTo(
            "grant_type=refresh_token&client_id=i&client_secret=s%2B&refresh_token=1%2F%2Fr");
  }

  @Test
  void unusableAccountsAreTheOperatorsAndSayNothingSecret() {
    for (String json :
        List.of(
            "no json",
            "{}",
            "{\"client_email\":\"a\",\"private_key\":\"c2VjcmV0\"}",
            "{\"client_email\":\"a\",\"private_key\":\"-----secret-----\"}")) {
      assertThatThrownBy(() -> encode(json))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> {
                assertThat(e.failure().kind()).isEqualTo(FailureKind.PROVIDER_CREDENTIALS);
                assertThat(e.failure().message()).doesNotContain("c2VjcmV0", "secret");
              });
    }
    assertThat(exchange.needed(new Credential.ApiKey(Secret.of("k")))).isFalse();
    assertThat(exchange.needed(new Credential.ServiceAccount(Secret.of("{}")))).isTrue();
  }

  @Test
  void theTokenLastsAsLongAsItSays() {
    Credential.BearerToken token =
        exchange.decode(
            head(200),
            bytes("{\"access_token\":\"ya29.t\",\"expires_in\":3599,\"token_type\":\"Bearer\"}"),
            NOW);
    assertThat(token.token().reveal()).isEqualTo("ya29.t");
    assertThat(token.expiresAt()).isEqualTo(NOW.plusSeconds(3599));
  }

  @Test
  void refusalsAreTheOperatorsAndOutagesAreNot() {
    assertThat(failure(400, "{\"error\":\"invalid_grant\",\"error_description\":\"x\"}"))
        .isEqualTo(FailureKind.PROVIDER_CREDENTIALS);
    assertThat(failure(401, "")).isEqualTo(FailureKind.PROVIDER_CREDENTIALS);
    assertThat(failure(429, "")).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(failure(503, "<html>")).isEqualTo(FailureKind.OVERLOADED);
    assertThat(failure(200, "{\"access_token\":\"a\"}")).isEqualTo(FailureKind.PROTOCOL_ERROR);
    assertThat(failure(200, "[]")).isEqualTo(FailureKind.PROTOCOL_ERROR);
  }

  private FailureKind failure(int status, String body) {
    try {
      exchange.decode(head(status), bytes(body), NOW);
    } catch (FailureException e) {
      return e.failure().kind();
    }
    throw new AssertionError("no failure");
  }

  private static ResponseHead head(int status) {
    return new ResponseHead(status, HeaderFields.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
