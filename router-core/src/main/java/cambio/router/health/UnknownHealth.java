package cambio.router.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The snapshot of a router that has seen nothing yet. */
enum UnknownHealth implements HealthSnapshot {
  INSTANCE;

  @Override
  public EndpointHealth endpoint(String endpointId) {
    return EndpointHealth.UNKNOWN;
  }

  @Override
  public @Nullable Instant coolingUntil(String endpointId, String credential) {
    return null;
  }
}
