package cambio.dialect.bedrock;

import cambio.spi.Credential;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.wire.RequestHeaders;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of a request: AWS keys sign it, a Bedrock API key travels as a bearer. */
final class Authorization {

  private static final String SERVICE = "bedrock";
  private static final Pattern HOST =
      Pattern.compile("bedrock(?:-runtime)?(?:-fips)?\\.([a-z0-9-]+)\\..+");

  private Authorization() {}

  /** The headers for a POST of this body. */
  static HeaderFields headers(EncodeContext context, String path, String accept, byte[] body) {
    HeaderFields typed = HeaderFields.of("content-type", "application/json");
    EndpointSpec endpoint = context.endpoint();
    if (context.credential() instanceof Credential.AwsKeys keys) {
      // Accept is not signed: a proxy may change it.
      return new SignatureV4(keys, requiredRegion(endpoint), SERVICE)
          .sign("POST", authority(endpoint.baseUrl()), path, typed, body, context.now())
          .plus("accept", accept);
    }
    HeaderFields headers = typed.plus("accept", accept);
    HeaderFields.Field secret = RequestHeaders.authorization(endpoint.auth(), context.credential());
    return secret == null ? headers : headers.plus(secret.name(), secret.value());
  }

  /** The region that the endpoint is in: as the catalogue says, or as its host tells; or null. */
  static @Nullable String region(EndpointSpec endpoint) {
    if (endpoint.region() != null) {
      return endpoint.region();
    }
    String host = endpoint.baseUrl().getHost();
    Matcher matcher = HOST.matcher(host == null ? "" : host);
    return matcher.matches() ? matcher.group(1) : null;
  }

  private static String requiredRegion(EndpointSpec endpoint) {
    String region = region(endpoint);
    if (region != null) {
      return region;
    }
    throw new FailureException(
        Failure.of(
            FailureKind.PROVIDER_CREDENTIALS,
            "The endpoint "
                + endpoint.id()
                + " cannot be signed for: it needs a region. Set the provider's region."));
  }

  private static String authority(URI url) {
    int port = url.getPort();
    boolean usual = port < 0 || port == ("http".equals(url.getScheme()) ? 80 : 443);
    return usual ? url.getHost() : url.getHost() + ':' + port;
  }
}
