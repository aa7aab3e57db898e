package cambio.router.catalog;

import cambio.router.money.PriceVersion;
import cambio.spi.AuthStyle;
import cambio.spi.Parameter;
import cambio.spi.Quirks;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One model as served by one provider.
 *
 * @param id unique, {@code provider:author/name} with a suffix for further ways of serving it
 * @param provider the provider's id
 * @param model the model's slug
 * @param tag what callers write in {@code order} and {@code only}: the provider's id, possibly with
 *     {@code /variant} or {@code /region}
 * @param upstreamModel the model's name at the provider
 * @param dialect the dialect spoken for this endpoint (its own, else the provider's)
 * @param auth where the credential goes (its own, else the provider's)
 * @param baseUrlTemplate where it is called (its own, else the provider's); null where unknown
 * @param region the provider's region, where the endpoint is bound to one
 * @param quantization e.g. {@code fp8}, where known
 * @param serviceTier {@code flex} or {@code priority} for endpoints of such a tier, else null
 * @param prices versions by start, oldest first; empty where the price is unknown
 * @param parameters what it is known to support; a lower bound
 * @param parametersComplete whether {@code parameters} is all that it supports
 * @param quirks the provider's and its own, merged
 * @param sunset ISO date from which it is gone, where announced
 */
public record Endpoint(
    String id,
    String provider,
    String model,
    String tag,
    String upstreamModel,
    String dialect,
    AuthStyle auth,
    @Nullable String baseUrlTemplate,
    @Nullable String region,
    @Nullable String quantization,
    @Nullable String serviceTier,
    List<PriceVersion> prices,
    @Nullable Integer contextLength,
    @Nullable Integer maxOutputTokens,
    Capabilities capabilities,
    Set<Parameter> parameters,
    boolean parametersComplete,
    Quirks quirks,
    @Nullable String sunset) {

  public Endpoint {
    prices = List.copyOf(prices);
    parameters = Set.copyOf(parameters);
  }

  /** The price version in force at an instant, or null where the price is unknown then. */
  public @Nullable PriceVersion priceAt(Instant instant) {
    PriceVersion found = null;
    // By index: it is asked of every endpoint at every plan.
    for (int i = 0; i < prices.size(); i++) {
      PriceVersion version = prices.get(i);
      if (!version.validFrom().isAfter(instant)) {
        found = version;
      }
    }
    return found;
  }
}
