package cambio.router.plan;

import cambio.router.catalog.Endpoint;
import cambio.router.health.EndpointHealth;
import cambio.router.money.PriceVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that passed every filter, before it is ranked.
 *
 * @param price the version in force; null where the price is unknown and unknown prices may serve
 * @param usd the estimated price of this request; {@link Double#NaN} where it is unknown
 * @param effectiveUsd the same at the endpoint's real rate of cache hits
 * @param likelyFit whether it is known (and not only not denied) to do what the request asks for
 */
record Contender(
    Endpoint endpoint,
    List<CredentialRef> credentials,
    @Nullable PriceVersion price,
    double usd,
    double effectiveUsd,
    EndpointHealth health,
    boolean likelyFit) {}
