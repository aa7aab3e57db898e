package cambio.router.plan;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.health.HealthSnapshot;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The state of the world that a plan is made in.
 *
 * @param random where draws come from; the same seed gives the same plan
 */
public record PlanContext(
    CatalogSnapshot catalog,
    HealthSnapshot health,
    Availability availability,
    Instant now,
    RandomGenerator random) {}
