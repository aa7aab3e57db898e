package cambio.dialect.azure;

import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.ResponseHead;
import cambio.spi.TokenExchange;
import cambio.spi.UpstreamRequest;
import cambio.wire.TokenEndpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Scheme {@code azure-entra}: OAuth 2.0's client credentials at Entra's v2.0 token endpoint. */
public final class EntraTokenExchange implements TokenExchange {

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
    String path = application.authority().getRawPath();
    String tenant = URLEncoder.encode(application.tenant(), StandardCharsets.UTF_8);
    return TokenEndpoint.request(
        application.authority(),
        (path == null ? "" : path) + "/" + tenant + "/oauth2/v2.0/token",
        "grant_type",
        "client_credentials",
        "client_id",
        application.clientId(),
        "client_secret",
        application.clientSecret(),
        "scope",
        application.scope());
  }

  @Override
  public Credential.BearerToken decode(ResponseHead head, byte[] body, Instant now) {
    return TokenEndpoint.token(
        head,
        body,
        now,
        "Entra",
        "the endpoint's application",
        "its tenant, its id and whether its secret has expired");
  }
}
