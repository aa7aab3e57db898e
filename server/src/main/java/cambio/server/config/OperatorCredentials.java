package cambio.server.config;

import cambio.catalog.yaml.NearestName;
import cambio.catalog.yaml.Problem;
import cambio.router.catalog.Provider;
import cambio.router.plan.CredentialRef;
import cambio.server.execution.CredentialSource;
import cambio.spi.Credential;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operator's own credentials: those of {@code cambio.yaml} first, then the one that the
 * environment holds for each provider of the catalogue. Immutable: a changed file or catalogue
 * makes a new one. Nothing here prints a secret.
 */
public final class OperatorCredentials implements CredentialSource {

  /** The id of a credential that the environment holds. */
  public static final String FROM_ENVIRONMENT = "env";

  /** The id of a provider's credential that needs none. */
  public static final String NOT_NEEDED = "none";

  private final Map<String, Map<String, Credential>> byProvider;
  private final Map<String, List<CredentialRef>> references = new HashMap<>();
  private final Map<String, Map<String, String>> settings;

  private OperatorCredentials(
      Map<String, Map<String, Credential>> byProvider, Map<String, Map<String, String>> settings) {
    this.byProvider = byProvider;
    this.settings = settings;
    byProvider.forEach((provider, credentials) ->
        references.put(
            provider, credentials.keySet().stream().map(CredentialRef::operator).toList()));
  }

  /**
   * Gathers the credentials for these providers.
   *
   * @param configured what the file lists
   * @param settings the values of a provider's settings by name
   * @param environment looks up a variable, null where it is not set
   * @param problems receives credentials of providers that do not exist and files that cannot be
   *     read
   */
  public static OperatorCredentials gather(
      Collection<Provider> providers,
      List<CredentialSettings> configured,
      Function<Provider, Map<String, String>> settings,
      Function<String, @Nullable String> environment,
      List<Problem> problems) {
    Map<String, Map<String, Credential>> byProvider = new LinkedHashMap<>();
    Map<String, Map<String, String>> allSettings = new HashMap<>();
    EnvironmentCredential held = new EnvironmentCredential(environment);
    for (Provider provider : providers) {
      Map<String, String> values = settings.apply(provider);
      allSettings.put(provider.id(), values);
      Map<String, Credential> credentials = new LinkedHashMap<>();
      for (CredentialSettings one : configured) {
        if (one.provider().equals(provider.id())) {
          credentials.put(one.id(), one.credential());
        }
      }
      Credential found = held.of(provider, values);
      if (found != null) {
        credentials.putIfAbsent(
            found instanceof Credential.None ? NOT_NEEDED : FROM_ENVIRONMENT, found);
      }
      if (!credentials.isEmpty()) {
        byProvider.put(provider.id(), credentials);
      }
    }
    problems.addAll(unknownProviders(providers, configured));
    return new OperatorCredentials(byProvider, allSettings);
  }

  private static List<Problem> unknownProviders(
      Collection<Provider> providers, List<CredentialSettings> configured) {
    List<String> known = providers.stream().map(Provider::id).toList();
    List<Problem> problems = new ArrayList<>();
    for (CredentialSettings one : configured) {
      if (!known.contains(one.provider())) {
        String nearest = NearestName.of(one.provider(), known);
        problems.add(
            new Problem(
                one.place(),
                '"'
                    + one.provider()
                    + "\" is no provider of the catalogue ("
                    + (nearest == null ? "" : "did you mean " + nearest + "? ")
                    + "expected: an id that `cambio check` lists, or one of providers[])"));
      }
    }
    return problems;
  }

  @Override
  public List<CredentialRef> credentials(Provider provider) {
    return references.getOrDefault(provider.id(), List.of());
  }

  @Override
  public @Nullable Credential find(String provider, String credentialId) {
    return byProvider.getOrDefault(provider, Map.of()).get(credentialId);
  }

  @Override
  public Map<String, String> settings(Provider provider) {
    return settings.getOrDefault(provider.id(), Map.of());
  }

  /** The providers that can be called as far as credentials go. */
  public Collection<String> live() {
    return byProvider.keySet();
  }

  @Override
  public String toString() {
    return "OperatorCredentials" + byProvider.keySet();
  }
}
