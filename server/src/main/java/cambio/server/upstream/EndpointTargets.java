package cambio.server.upstream;

import cambio.router.plan.Candidate;
import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.ProviderAdapter;
import org.jspecify.annotations.Nullable;

/** What candidates are called with. Safe from any thread; does not block. */
@FunctionalInterface
public interface EndpointTargets {

  /**
   * The candidate's target.
   *
   * @throws cambio.spi.FailureException where the configuration changed since the plan was made,
   *     and took the URL or the credential away
   */
  Target of(Candidate candidate);

  /**
   * Everything that an attempt needs besides the request.
   *
   * @param adapter the chat adapter; null where the dialect has none, which embeddings do not need
   */
  record Target(@Nullable ProviderAdapter adapter, EndpointSpec spec, Credential credential) {}
}
