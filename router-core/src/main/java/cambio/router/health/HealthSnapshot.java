package cambio.router.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How all endpoints do, at one moment. Implementations are immutable or safe to read from any
 * thread, and answer without blocking.
 */
public interface HealthSnapshot {

  /** What is known of an endpoint; {@link EndpointHealth#UNKNOWN} where nothing is. */
  EndpointHealth endpoint(String endpointId);

  /**
   * Until when an endpoint is not to be called with a credential: after a rate limit, or because
   * the provider refuses the credential altogether. Null where it may be called.
   */
  @Nullable Instant coolingUntil(String endpointId, String credential);

  /** Nothing known of anything. */
  static HealthSnapshot unknown() {
    return UnknownHealth.INSTANCE;
  }
}
