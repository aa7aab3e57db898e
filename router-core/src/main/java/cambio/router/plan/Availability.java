package cambio.router.plan;

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
 */
public record Availability(
    Map<String, List<CredentialRef>> credentials, Map<String, ParameterTable> dialects) {

  public Availability {
    credentials = Map.copyOf(credentials);
    dialects = Map.copyOf(dialects);
  }

  /** The credentials for a provider, in order of preference; empty where there are none. */
  public List<CredentialRef> credentialsOf(String provider) {
    return credentials.getOrDefault(provider, List.of());
  }

  /** What the dialect's adapter can carry, or null where there is no adapter. */
  public @Nullable ParameterTable dialect(String name) {
    return dialects.get(name);
  }
}
