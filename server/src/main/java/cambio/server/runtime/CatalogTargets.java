package cambio.server.runtime;

import cambio.catalog.EndpointResolver;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Provider;
import cambio.router.plan.Candidate;
import cambio.server.execution.CredentialSource;
import cambio.server.plugin.AdapterRegistry;
import cambio.server.upstream.EndpointTargets;
import cambio.spi.Credential;
import cambio.spi.EndpointSpec;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What a candidate is called with: its adapter, its URL and its secret. Made anew with every
 * catalogue; URLs are filled in once. Safe from any thread.
 */
final class CatalogTargets implements EndpointTargets {

  private final CatalogSnapshot catalog;
  private final AdapterRegistry adapters;
  private final CredentialSource credentials;
  private final ConcurrentMap<String, Resolved> resolved = new ConcurrentHashMap<>();

  /** The targets of one state of the catalogue. */
  CatalogTargets(CatalogSnapshot catalog, AdapterRegistry adapters, CredentialSource credentials) {
    this.catalog = catalog;
    this.adapters = adapters;
    this.credentials = credentials;
  }

  private record Resolved(Endpoint endpoint, EndpointSpec spec) {}

  @Override
  public Target of(Candidate candidate) {
    Endpoint endpoint = candidate.endpoint();
    Credential credential = credentials.find(endpoint.provider(), candidate.credential());
    if (credential == null) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROVIDER_CREDENTIALS,
              "The credential for provider " + endpoint.provider() + " is no longer there."));
    }
    return new Target(adapters.adapter(endpoint.dialect()), spec(endpoint), credential);
  }

  private EndpointSpec spec(Endpoint endpoint) {
    Resolved known = resolved.get(endpoint.id());
    // A plan may be older than this catalogue, and its endpoint another one under the same id.
    if (known != null && known.endpoint == endpoint) {
      return known.spec;
    }
    Provider provider = catalog.provider(endpoint.provider());
    if (provider == null) {
      throw gone("provider " + endpoint.provider());
    }
    return switch (EndpointResolver.resolve(provider, endpoint, credentials.settings(provider))) {
      case EndpointResolver.Resolved(EndpointSpec spec) -> {
        resolved.put(endpoint.id(), new Resolved(endpoint, spec));
        yield spec;
      }
      case EndpointResolver.Unresolved(var missing) ->
          throw new FailureException(
              Failure.of(
                  FailureKind.PROVIDER_CREDENTIALS,
                  "Provider %s is not set up: %s"
                      .formatted(provider.id(), String.join("; ", missing))));
    };
  }

  private static FailureException gone(String what) {
    return new FailureException(
        Failure.of(FailureKind.PROVIDER_ERROR, what + " is no longer there: send it again."));
  }
}
