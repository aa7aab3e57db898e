package cambio.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.catalog.yaml.YamlProblemsException;
import cambio.server.auth.LocalKey;
import cambio.server.tenant.ApiKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConfigTest {

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void dataDirectory() {
    environment.put("CAMBIO_DATA", directory.toString());
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("cambio.yaml"), text);
  }

  private LiveConfig open() {
    ConfigFile file = ConfigFile.find(null, environment::get);
    return LiveConfig.open(file, config -> config, environment, new Random(1));
  }

  private static String key(String name, String key) {
    return "  - {name: " + name + ", hash: " + ApiKey.hash(key) + "}\n";
  }

  @Test
  void withoutAFileTheLocalKeyIsInForce() {
    try (LiveConfig live = open()) {
      String local = String.valueOf(live.localKey());
      assertThat(local).startsWith(ApiKey.PREFIX);
      assertThat(live.state().keys().find(ApiKey.hash(local))).isEqualTo(LocalKey.entry(local));
      assertThat(live.state().facts().catalog().providers()).hasSizeGreaterThan(50);
      assertThat(live.state().facts().credentials().live()).isEmpty();
    }
  }

  @Test
  void keysOfTheFileTurnTheLocalKeyOff() throws IOException {
    environment.put("CAMBIO_KEY", "sk-mine");
    write("version: 1\nkeys:\n" + key("a", "sk-a"));
    try (LiveConfig live = open()) {
      assertThat(live.localKey()).isNull();
      assertThat(live.state().keys().find(ApiKey.hash("sk-mine"))).isNull();
      assertThat(live.state().keys().find(ApiKey.hash("sk-a"))).isNotNull();
    }
  }

  @Test
  void aChangeIsTakenWholeAndABadOneIsNot() throws IOException {
    write("version: 1\nkeys:\n" + key("a", "sk-a"));
    List<LiveConfig.State> told = new ArrayList<>();
    try (LiveConfig live = open()) {
      live.onChange(told::add);
      write("version: 1\nkeys:\n" + key("b", "sk-b"));
      live.reload();
      assertThat(live.state().keys().find(ApiKey.hash("sk-a"))).isNull();
      assertThat(live.state().keys().find(ApiKey.hash("sk-b"))).isNotNull();
      write("version: 1\nkeys: [\n");
      live.reload();
      assertThat(live.state().keys().find(ApiKey.hash("sk-b"))).isNotNull();
      write("version: 1\nproviders: [{id: 'no good id'}]\nkeys:\n" + key("c", "sk-c"));
      live.reload();
      assertThat(live.state().keys().find(ApiKey.hash("sk-b"))).isNotNull();
      assertThat(told).hasSize(1);
    }
  }

  @Test
  void aBadFileStopsTheStart() throws IOException {
    write("version: 1\nserver: {port: x}\ncredentials: [{provider: nobody, api_key: k}]\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(YamlProblemsException.class)
        .hasMessageContaining("cambio.yaml:2: server.port");
  }

  @Test
  void aKeyInTheEnvironmentMakesItsProviderAvailable() {
    environment.put("OPENAI_API_KEY", "sk-upstream");
    environment.put("CAMBIO_LOCAL_MODEL_URL", "http://127.0.0.1:1");
    try (LiveConfig live = open()) {
      CatalogFacts facts = live.state().facts();
      assertThat(facts.credentials().live()).contains("openai", "local");
      assertThat(facts.availability(Map.of(), Map.of()).credentials())
          .containsOnlyKeys("openai", "local");
      assertThat(live.state().toString()).doesNotContain("sk-upstream");
    }
  }
}
