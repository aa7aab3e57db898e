package cambio.server.config;

import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlSection;
import cambio.catalog.yaml.YamlValue;
import cambio.catalog.yaml.YamlValue.YamlMap;
import cambio.router.plan.RoutingPolicy;
import cambio.router.plan.RoutingPolicy.DefaultStrategy;
import cambio.router.plan.RoutingPolicy.UnknownPrice;
import cambio.server.auth.ConfiguredKeys;
import cambio.server.config.HttpSettings.LogRequests;
import cambio.server.config.ServerConfig.AdminSettings;
import cambio.server.config.ServerConfig.AuthSettings;
import cambio.server.config.ServerConfig.PluginSettings;
import cambio.server.content.ContentKey;
import cambio.spi.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the tree of {@code cambio.yaml} into a {@link ServerConfig}, gathering every problem. */
final class ConfigReader {

  /** The one version of the file's layout that there is. */
  static final int VERSION = 1;

  private static final List<String> CATALOG_SECTIONS =
      List.of("providers", "models", "endpoints", "prices", "aliases");

  private final YamlMap root;
  private final List<Problem> problems;
  private final Path directory;
  private final Path dataDefault;

  /**
   * A reader.
   *
   * @param directory what relative paths in the file start from
   * @param dataDefault the data directory where the file names none
   */
  ConfigReader(YamlMap root, List<Problem> problems, Path directory, Path dataDefault) {
    this.root = root;
    this.problems = problems;
    this.directory = directory;
    this.dataDefault = dataDefault;
  }

  ServerConfig read() {
    YamlSection file = new YamlSection(root, problems);
    version(file);
    ServerConfig config =
        new ServerConfig(
            http(file.section("server")),
            admin(file.section("admin")),
            timeouts(file.section("timeouts")),
            DataReader.read(file.section("data"), directory, dataDefault),
            content(file.section("content")),
            redis(file),
            auth(file.section("auth")),
            ConfiguredKeys.read(file.sections("keys")),
            new CredentialReader(directory).read(file.sections("credentials")),
            plugins(file.section("plugins")),
            routing(file.section("routing")),
            QuotaReader.read(file),
            MoneyReader.read(file.section("money")),
            TenantRulesReader.read(file.sections("policies")),
            PresetSettingsReader.read(file.sections("presets")),
            CachingKeysReader.read(file.sections("response_cache")),
            IdempotencyReader.read(file.section("idempotency")),
            catalog(file));
    file.end();
    return config;
  }

  private void version(YamlSection file) {
    boolean anything = !root.members().isEmpty();
    String version = file.text("version");
    if (version == null && anything) {
      file.problem("version", "is missing (expected: version: " + VERSION + ")");
    } else if (version != null && !version.equals(Integer.toString(VERSION))) {
      file.problem("version", '"' + version + "\" (expected: " + VERSION + ")");
    }
  }

  private static HttpSettings http(YamlSection section) {
    HttpSettings settings =
        new HttpSettings(
            section.text("host", "127.0.0.1"),
            section.integer("port", 8080, 0, 65_535),
            section.text("region", "default"),
            section.parsed("max_body", 20L << 20, Quantities.BYTES, Quantities::bytes),
            section.parsed("max_bodies", 256L << 20, Quantities.BYTES, Quantities::bytes),
            duration(section, "idle_timeout", Duration.ofMinutes(2)),
            duration(section, "drain_timeout", Duration.ofSeconds(30)),
            section.choice("log_requests", LogRequests.FAILED, words(LogRequests.values())));
    if (settings.maxBodiesBytes() < settings.maxBodyBytes()) {
      section.problem("max_bodies", "is less than max_body (expected: room for one body at least)");
    }
    section.end();
    return settings;
  }

  private static AdminSettings admin(YamlSection section) {
    AdminSettings settings =
        new AdminSettings(
            section.text("host", "127.0.0.1"), section.integer("port", 9090, 0, 65_535));
    section.end();
    return settings;
  }

  private static TimeoutSettings timeouts(YamlSection section) {
    TimeoutSettings settings =
        new TimeoutSettings(
            duration(section, "request", Duration.ofMinutes(10)),
            duration(section, "connect", Duration.ofSeconds(5)),
            duration(section, "first_event", Duration.ofSeconds(60)),
            duration(section, "stream_idle", Duration.ofSeconds(60)));
    section.end();
    return settings;
  }

  private static ContentSettings content(YamlSection section) {
    String key = section.text("key");
    ContentSettings settings =
        new ContentSettings(
            section.flag("reasoning", true),
            section.flag("answers", true),
            duration(section, "ttl", Duration.ofDays(1)),
            key == null ? null : Secret.of(key),
            section.parsed("memory", 64L << 20, Quantities.BYTES, Quantities::bytes));
    if (key != null && !ContentKey.isLegal(key)) {
      // Not shown: it is a secret.
      section.problem("key", "is no content key (expected: base64 of 32 bytes)");
    }
    section.end();
    return settings;
  }

  private static @Nullable RedisSettings redis(YamlSection file) {
    YamlSection section = file.section("redis");
    if (!file.has("redis")) {
      return null;
    }
    String url = section.text("url", "redis://127.0.0.1:6379");
    if (!redisUrl(url)) {
      // Not shown: it may hold a password.
      section.problem("url", "is no Redis URL (expected: redis://[:password@]host[:port][/db])");
    }
    RedisSettings settings =
        new RedisSettings(
            Secret.of(url),
            duration(section, "timeout", Duration.ofMillis(50)),
            section.integer("replicas", 1, 1, 1_000),
            section.flag("cluster", false));
    section.end();
    return settings;
  }

  private static boolean redisUrl(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static AuthSettings auth(YamlSection section) {
    AuthSettings settings = new AuthSettings(section.flag("required", true));
    section.end();
    return settings;
  }

  private PluginSettings plugins(YamlSection section) {
    PluginSettings settings =
        new PluginSettings(directory.resolve(section.text("directory", "plugins")));
    section.end();
    return settings;
  }

  private static RoutingSettings routing(YamlSection section) {
    RoutingPolicy standard = RoutingPolicy.standard();
    RoutingPolicy policy =
        new RoutingPolicy(
            section.choice("strategy", standard.strategy(), words(DefaultStrategy.values())),
            section.choice("unknown_price", standard.unknownPrice(), words(UnknownPrice.values())),
            section.integer("max_fallback_models", standard.maxFallbackModels(), 0, 100));
    RoutingSettings settings =
        new RoutingSettings(
            policy,
            section.choice("data_collection", false, Map.of("allow", false, "deny", true)),
            section.flag("zdr", false),
            section.texts("only"),
            section.texts("ignore"),
            section.integer("max_attempts", 5, 1, 100),
            section.flag("resume", true),
            section.flag("hedge", false));
    section.end();
    return settings;
  }

  private static <E extends Enum<E>> Map<String, E> words(E[] values) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E value : values) {
      words.put(value.name().toLowerCase(Locale.ROOT), value);
    }
    return words;
  }

  /** These sections as they stand: the catalogue's overlay reads and checks them. */
  private YamlMap catalog(YamlSection file) {
    Map<String, YamlValue> sections = new LinkedHashMap<>();
    for (String name : CATALOG_SECTIONS) {
      YamlValue value = file.value(name);
      if (value != null) {
        sections.put(name, value);
      }
    }
    return new YamlMap(root.place(), sections);
  }

  private static Duration duration(YamlSection section, String name, Duration otherwise) {
    return section.parsed(
        name,
        otherwise,
        Quantities.DURATION + ", over 0",
        text -> {
          Duration value = Quantities.duration(text);
          if (!value.isPositive()) {
            throw new IllegalArgumentException(text);
          }
          return value;
        });
  }
}
