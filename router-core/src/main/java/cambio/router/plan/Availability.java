package cambio.router.plan;

import cambio.router.catalog.Endpoint;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this router has at hand: credentials and adapters. Immutable.
 *
 * @param credentials provider id to the credentials that exist for it; a provider that needs none
 *     has one of kind {@code None} here all the same. A provider whose settings are incomplete (no
 *     base URL, a placeholder without a value) is left out
 * @param dialects dialect to what its adapter can carry; dialects without an adapter are left out
 * @param endpoints endpoint id to what its dialect's adapter can carry there, where quirks make
 *     that something else than at the dialect's other endpoints
 */
public record Availability(
    Map<String, List<CredentialRef>> credentials,
    Map<String, ParameterTable> dialects,
    Map<String, ParameterTable> endpoints) {

  public Availability {
    credentials = Map.copyOf(credentials);
    dialects = Map.copyOf(dialects);
    endpoints = Map.copyOf(endpoints);
  }

  /** Where no endpoint departs from its dialect. */
  public Availability(
      Map<String, List<CredentialRef>> credentials, Map<String, ParameterTable> dialects) {
    this(credentials, dialects, Map.of());
  }

  /** The credentials for a provider, in order of preference; empty where there are none. */
  public List<CredentialRef> credentialsOf(String provider) {
    return credentials.getOrDefault(provider, List.of());
  }

  /** What can be carried to the endpoint, or null where there is no adapter for its dialect. */
  public @Nullable ParameterTable table(Endpoint endpoint) {
    ParameterTable own = endpoints.get(endpoint.id());
    return own == null ? dialects.get(endpoint.dialect()) : own;
  }

  /** Whether an assistant's message at the end of a prompt is carried on there. */
  public boolean continuesPrefix(Endpoint endpoint) {
    ParameterTable table = table(endpoint);
    return table != null
        && table.of(Parameter.PREFIX).honoured()
        && endpoint.quirks().supports(Parameter.PREFIX);
  }
}
