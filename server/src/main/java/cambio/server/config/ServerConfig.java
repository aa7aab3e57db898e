package cambio.server.config;

import cambio.catalog.yaml.YamlValue.YamlMap;
import cambio.server.execution.ResponseCacheOptions;
import cambio.server.tenant.StoredKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code cambio.yaml} says, with a default for what it leaves out. Immutable; read
 * by {@link ConfigFile}. Each key is described in docs/configuration.md.
 *
 * @param server the public listener
 * @param admin the listener for metrics and health
 * @param timeouts of calls and upstream connections
 * @param data where state is kept
 * @param content what may be kept of text, and how
 * @param redis the shared store, null where replicas share nothing
 * @param auth who may call
 * @param keys the callers' keys that the file itself lists
 * @param credentials ours upstream, besides those in the environment
 * @param plugins where adapters beyond the shipped ones are found
 * @param routing rules of the house, and defaults for requests that do not say
 * @param quota limits and budgets of the house
 * @param money how it is taken
 * @param policies defaults and ceilings of organisations and workspaces
 * @param presets what requests can be filled up with by name
 * @param cachingKeys whose calls use the cache of answers without asking: by key id, {@code *} for
 *     all
 * @param idempotency how calls under idempotency keys are remembered
 * @param catalog the file's {@code providers}, {@code models}, {@code endpoints} and {@code
 *     prices}, to be laid over the shipped catalogue
 */
public record ServerConfig(
    HttpSettings server,
    AdminSettings admin,
    TimeoutSettings timeouts,
    DataSettings data,
    ContentSettings content,
    @Nullable RedisSettings redis,
    AuthSettings auth,
    List<StoredKey> keys,
    List<CredentialSettings> credentials,
    PluginSettings plugins,
    RoutingSettings routing,
    QuotaSettings quota,
    MoneySettings money,
    List<TenantRules> policies,
    List<PresetSettings> presets,
    Map<String, ResponseCacheOptions> cachingKeys,
    IdempotencySettings idempotency,
    YamlMap catalog) {

  public ServerConfig {
    keys = List.copyOf(keys);
    cachingKeys = Map.copyOf(cachingKeys);
    policies = List.copyOf(policies);
    presets = List.copyOf(presets);
    credentials = List.copyOf(credentials);
  }

  /** All rules that stand above callers. */
  public HouseRules rules() {
    return new HouseRules(routing, policies);
  }

  /** Where adapters beyond the shipped ones are found: one jar a plugin; need not exist. */
  public record PluginSettings(Path directory) {}

  /**
   * Who may call.
   *
   * @param required whether a call without a key is refused
   */
  public record AuthSettings(boolean required) {}

  /** The listener for metrics, health and reflection; never to be public. */
  public record AdminSettings(String host, int port) {}
}
