package cambio.testkit;

import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.Quirks;
import cambio.spi.Secret;
import cambio.spi.request.GenerationRequest;
import java.net.URI;

/**
 * What a dialect's reader made of a recorded request.
 *
 * @param endpoint where it went and with which quirks: what the catalogue would say
 * @param credential a made-up one of the right kind
 */
public record RecordedRequest(
    GenerationRequest request, EndpointSpec endpoint, Credential credential) {

  /** A request to an endpoint with a made-up key. */
  public static RecordedRequest of(
      GenerationRequest request, String model, URI baseUrl, Quirks quirks) {
    return new RecordedRequest(
        request,
        new EndpointSpec(
            "recorded", "recorded", model, baseUrl, AuthStyle.BEARER, null, null, null, quirks),
        new Credential.ApiKey(Secret.of("recorded-key")));
  }
}
