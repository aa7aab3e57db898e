package cambio.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.catalog.yaml.YamlProblemsException;
import cambio.router.plan.RoutingPolicy;
import cambio.router.plan.RoutingPolicy.DefaultStrategy;
import cambio.router.plan.RoutingPolicy.UnknownPrice;
import cambio.server.config.HttpSettings.LogRequests;
import cambio.server.config.ServerConfig.AdminSettings;
import cambio.server.config.ServerConfig.AuthSettings;
import cambio.server.config.ServerConfig.PluginSettings;
import cambio.spi.Credential;
import cambio.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  private ServerConfig read(String text) throws IOException {
    Path file = directory.resolve("cambio.yaml");
    Files.writeString(file, text);
    return new ConfigFile(file, environment::get).read();
  }

  /** A changed default is a visible diff here and in docs/configuration.md. */
  @Test
  void defaultsAreThese() {
    environment.put("CAMBIO_DATA", "/var/lib/cambio");
    ServerConfig config = new ConfigFile(null, environment::get).read();
    assertThat(config.server())
        .isEqualTo(
            new HttpSettings(
                "127.0.0.1",
                8080,
                "default",
                20_971_520,
                268_435_456,
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                LogRequests.FAILED));
    assertThat(config.admin()).isEqualTo(new AdminSettings("127.0.0.1", 9090));
    assertThat(config.timeouts())
        .isEqualTo(
            new TimeoutSettings(
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60)));
    assertThat(config.data()).isEqualTo(new DataSettings(Path.of("/var/lib/cambio")));
    assertThat(config.redis()).isNull();
    assertThat(config.auth()).isEqualTo(new AuthSettings(true));
    assertThat(config.keys()).isEmpty();
    assertThat(config.credentials()).isEmpty();
    assertThat(config.plugins()).isEqualTo(new PluginSettings(Path.of("plugins")));
    assertThat(config.routing())
        .isEqualTo(
            new RoutingSettings(
                new RoutingPolicy(DefaultStrategy.PRICE, UnknownPrice.REFUSE, 3),
                false,
                false,
                List.of(),
                List.of(),
                5,
                true,
                false));
    assertThat(config.catalog().members()).isEmpty();
  }

  @Test
  void redisHasDefaultsOfItsOwn() throws IOException {
    assertThat(read("version: 1\nredis: {}\n").redis())
        .isEqualTo(
            new RedisSettings(Secret.of("redis://127.0.0.1:6379"), Duration.ofMillis(50), 1));
  }

  @Test
  void everythingCanBeSet() throws IOException {
    environment.put("ACME_KEY", "acme-secret");
    Files.writeString(directory.resolve("account.json"), "{\"type\":\"service_account\"}");
    ServerConfig config =
        read(
            """
            version: 1
            server: {host: 0.0.0.0, port: 81, max_body: 1MiB, idle_timeout: 5s, drain_timeout: 1m}
            admin: {host: 127.0.0.2, port: 0}
            timeouts: {request: 1h, connect: 500ms, first_event: 2s, stream_idle: 3s}
            data: {directory: state}
            redis: {url: "rediss://:pw@cache:6380/1", timeout: 20ms, replicas: 3}
            auth: {required: false}
            keys:
              - name: ci
                hash: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                organization: acme
                workspace: dev
                models: [acme/large, "acme/*"]
                providers: acme
                requests_per_minute: 600
                expires_at: 2027-01-31
            credentials:
              - {provider: acme, id: one, api_key: "${ACME_KEY}"}
              - {provider: cloud, service_account_file: account.json}
              - {provider: signer, aws_access_key_id: AK, aws_secret_access_key: SK}
            plugins: {directory: jars}
            routing:
              strategy: latency
              unknown_price: flag
              max_fallback_models: 1
              data_collection: deny
              zdr: true
              only: [a]
              max_attempts: 2
            providers: [{id: mine}]
            """);
    assertThat(config.server().maxBodyBytes()).isEqualTo(1_048_576);
    assertThat(config.timeouts().connect()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.data().database()).isEqualTo(directory.resolve("state/cambio.db"));
    assertThat(config.plugins().directory()).isEqualTo(directory.resolve("jars"));
    assertThat(config.keys().getFirst().settings().expiresAt())
        .isEqualTo(Instant.parse("2027-01-31T00:00:00Z"));
    assertThat(config.keys().getFirst().organization()).isEqualTo("acme");
    assertThat(config.credentials())
        .extracting(CredentialSettings::credential)
        .containsExactly(
            new Credential.ApiKey(Secret.of("acme-secret")),
            new Credential.ServiceAccount(Secret.of("{\"type\":\"service_account\"}")),
            new Credential.AwsKeys("AK", Secret.of("SK"), null));
    assertThat(config.routing().policy())
        .isEqualTo(new RoutingPolicy(DefaultStrategy.LATENCY, UnknownPrice.FLAG, 1));
    assertThat(config.catalog().members()).containsOnlyKeys("providers");
    assertThat(config.toString()).doesNotContain("acme-secret", ":pw@", "SK,", "service_account\"");
  }

  @Test
  void allProblemsAreReportedAtOnceWithTheirLines() {
    assertThatThrownBy(() ->
            read(
                """
                version: 2
                server:
                  port: 70000
                  max_body: 20MB
                  idle_timout: 5s
                keys:
                  - name: a
                    hash: sk-cambio-v1-0000
                  - name: a
                    hash: abc
                    expires_at: soon
                credentials:
                  - {provider: acme, api_key: "${MISSING}"}
                redis: {url: "http://:hunter2@x"}
                sever: {}
                """))
        .isInstanceOf(YamlProblemsException.class)
        .hasMessageContainingAll(
            "cambio.yaml:1: version: \"2\" (expected: 1)",
            "cambio.yaml:3: server.port: \"70000\" (expected: a whole number, 0..65535)",
            "cambio.yaml:4: server.max_body: \"20MB\" (expected: a number with B, KiB, MiB or GiB",
            "cambio.yaml:5: server.idle_timout: is no known member (did you mean idle_timeout?",
            "cambio.yaml:8: keys[0].hash: is the key itself",
            "cambio.yaml:9: keys[1].name: \"a\" occurs twice",
            "cambio.yaml:10: keys[1].hash: is no SHA-256",
            "cambio.yaml:11: keys[1].expires_at: \"soon\" (expected: a date or an instant",
            "cambio.yaml:13: credentials[0].api_key: environment variable MISSING is not set",
            "cambio.yaml:14: redis.url: is no Redis URL",
            "cambio.yaml:15: sever: is no known member (did you mean server?")
        .hasMessageNotContainingAny("hunter2", "sk-cambio-v1-0000");
  }

  @Test
  void aMissingFileThatWasNamedIsAProblem() {
    ConfigFile file = new ConfigFile(directory.resolve("none.yaml"), environment::get);
    assertThatThrownBy(file::read).hasMessageContaining("none.yaml:1: cannot be read");
  }

  @Test
  void theFileIsFoundByNameThenVariableThenDataDirectory() throws IOException {
    environment.put("CAMBIO_DATA", directory.toString());
    assertThat(ConfigFile.find(null, environment::get).path()).isNull();
    Files.writeString(directory.resolve("cambio.yaml"), "version: 1\n");
    assertThat(ConfigFile.find(null, environment::get).path())
        .isEqualTo(directory.resolve("cambio.yaml"));
    environment.put("CAMBIO_CONFIG", "/etc/cambio.yaml");
    assertThat(ConfigFile.find(null, environment::get).path())
        .isEqualTo(Path.of("/etc/cambio.yaml"));
    assertThat(ConfigFile.find(Path.of("x.yaml"), environment::get).path())
        .isEqualTo(Path.of("x.yaml"));
  }
}
