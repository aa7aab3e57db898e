package cambio.dialect.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ProviderPlugin;
import cambio.spi.Quirks;
import cambio.spi.ResponseHead;
import cambio.spi.Secret;
import cambio.spi.TokenExchange;
import cambio.spi.UpstreamRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntraTokenExchangeTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String APPLICATION =
      "{\"tenant_id\":\"t\",\"client_id\":\"c\",\"client_secret\":\"s~+&\"";

  private final TokenExchange exchange = new EntraTokenExchange();

  @Test
  void loaderFindsIt() {
    assertThat(ServiceLoader.load(ProviderPlugin.class))
        .singleElement()
        .satisfies(plugin ->
            assertThat(plugin.tokenExchanges())
                .extracting(TokenExchange::scheme)
                .containsExactly("azure-entra"));
  }

  @Test
  void applicationAsksByItsSecret() {
    UpstreamRequest sent = encode(APPLICATION + "}");
    assertThat(sent.origin()).isEqualTo(URI.create("https://login.microsoftonline.com"));
    assertThat(sent.path()).isEqualTo("/t/oauth2/v2.0/token");
    assertThat(sent.headers().first("content-type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(new String(sent.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "grant_type=client_credentials&client_id=c&client_secret=s%7E%2B%26"
                + "&scope=https%3A%2F%2Fcognitiveservices.azure.com%2F.default");
  }

  @Test
  void otherNamesAuthorityAndScopeAreTaken() {
    UpstreamRequest sent =
        encode(
            "{\"tenantId\":\"t\",\"clientId\":\"c\",\"clientSecret\":\"s\","
                + "\"authority\":\"http://127.0.0.1:9/x/\",\"scope\":\"q\"}");
    assertThat(sent.origin()).isEqualTo(URI.create("http://127.0.0.1:9/x"));
    assertThat(sent.path()).isEqualTo("/x/t/oauth2/v2.0/token");
    assertThat(new String(sent.body(), StandardCharsets.UTF_8)).endsWith("&scope=q");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "{}",
        "{\"tenant_id\":\"t\",\"client_id\":\"c\",\"client_secret\":\" \"}",
        APPLICATION + ",\"authority\":\"http://evil.invalid\"}"
      })
  void unusableApplicationsAreTheOperatorsBusiness(String json) {
    assertThatThrownBy(() -> encode(json))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.PROVIDER_CREDENTIALS);
              assertThat(e.failure().message()).doesNotContain("s~+&");
            });
  }

  @Test
  void onlyApplicationsAreExchanged() {
    assertThat(exchange.needed(new Credential.ApiKey(Secret.of("k")))).isFalse();
    assertThat(exchange.needed(new Credential.ServiceAccount(Secret.of("{}")))).isTrue();
  }

  @Test
  void tokenLivesAsLongAsItSays() {
    Credential.BearerToken token =
        decode(200, "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"abc\"}");
    assertThat(token.token().reveal()).isEqualTo("abc");
    assertThat(token.expiresAt()).isEqualTo(NOW.plusSeconds(3599));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215\"}"
            + "|PROVIDER_CREDENTIALS",
        "400|{\"error\":\"invalid_scope\"}|PROVIDER_CREDENTIALS",
        "429|{}|RATE_LIMITED",
        "500|<html>|PROVIDER_ERROR",
        "200|{\"access_token\":\"abc\"}|PROTOCOL_ERROR",
        "200|<html>|PROTOCOL_ERROR",
      })
  void refusalsAreClassified(int status, String body, FailureKind kind) {
    assertThatThrownBy(() -> decode(status, body))
        .isInstanceOfSatisfying(
            FailureException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
  }

  private Credential.BearerToken decode(int status, String body) {
    return exchange.decode(
        new ResponseHead(status, HeaderFields.empty()), body.getBytes(StandardCharsets.UTF_8), NOW);
  }

  private UpstreamRequest encode(String json) {
    EndpointSpec endpoint =
        new EndpointSpec(
            "e",
            "p",
            "m",
            URI.create("https://r.openai.azure.com/openai"),
            AuthStyle.parse("header:api-key,azure-entra"),
            null,
            null,
            null,
            Quirks.none());
    return exchange.encode(new Credential.ServiceAccount(Secret.of(json)), endpoint, NOW);
  }
}
