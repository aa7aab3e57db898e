package cambio.catalog.format;

import cambio.router.catalog.Endpoint;
import cambio.router.money.PriceVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts the user's own price versions among those of an endpoint. */
final class EndpointPrices {

  private EndpointPrices() {}

  /**
   * The endpoint with one more version. Shipped versions that start later or at the same time go
   * away, as the user's word counts from its start on; the user's own stay.
   */
  static Endpoint with(Endpoint endpoint, PriceVersion own) {
    List<PriceVersion> versions = new ArrayList<>();
    for (PriceVersion version : endpoint.prices()) {
      if (version.validFrom().isBefore(own.validFrom()) || version.id().contains("+")) {
        versions.add(version);
      }
    }
    versions.add(own);
    versions.sort(Comparator.comparing(PriceVersion::validFrom));
    return new Endpoint(
        endpoint.id(),
        endpoint.provider(),
        endpoint.model(),
        endpoint.tag(),
        endpoint.upstreamModel(),
        endpoint.dialect(),
        endpoint.auth(),
        endpoint.baseUrlTemplate(),
        endpoint.region(),
        endpoint.quantization(),
        endpoint.serviceTier(),
        versions,
        endpoint.contextLength(),
        endpoint.maxOutputTokens(),
        endpoint.capabilities(),
        endpoint.parameters(),
        endpoint.parametersComplete(),
        endpoint.quirks(),
        endpoint.sunset());
  }
}
