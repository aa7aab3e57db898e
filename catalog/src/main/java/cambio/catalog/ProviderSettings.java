package cambio.catalog;

import cambio.router.catalog.Provider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of providers' settings: what the configuration says, else what the environment says.
 * Immutable. Never prints a value, as some are parts of a credential.
 */
public final class ProviderSettings {

  private final Map<String, Map<String, String>> configured;
  private final Map<String, String> environment;

  /**
   * Values from two places.
   *
   * @param configured by provider and name, as {@link
   *     cambio.catalog.format.CatalogOverlay.Result#settings} has them
   * @param environment variables by name
   */
  public ProviderSettings(
      Map<String, Map<String, String>> configured, Map<String, String> environment) {
    this.configured = Map.copyOf(configured);
    this.environment = Map.copyOf(environment);
  }

  /** The known values of one provider by name; what is known nowhere is not in it. */
  public Map<String, String> of(Provider provider) {
    Map<String, String> values = new HashMap<>();
    provider
        .settings()
        .forEach((name, variables) -> {
          String value = firstSet(variables);
          if (value != null) {
            values.put(name, value);
          }
        });
    values.putAll(configured.getOrDefault(provider.id(), Map.of()));
    return Map.copyOf(values);
  }

  private @Nullable String firstSet(List<String> variables) {
    for (String variable : variables) {
      String value = environment.get(variable);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "ProviderSettings[***]";
  }
}
