package cambio.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.ledger.FeePolicy;
import cambio.server.admin.GenerationRecords;
import cambio.server.cli.CommandLineFixture.Result;
import cambio.server.config.DataSettings;
import cambio.server.store.GenerationStore;
import cambio.server.store.JdbcGenerationStore;
import cambio.server.store.StoredGenerationLog;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListCommandsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private CommandLineFixture cambio;

  @BeforeEach
  void start() {
    cambio = new CommandLineFixture(directory);
  }

  @Test
  void generationsAreListedWithTheirAttempts() throws Exception {
    assertThat(cambio.run("generations").out()).contains("Nothing was served yet.");
    try (GenerationStore store = JdbcGenerationStore.open(new DataSettings(directory))) {
      new StoredGenerationLog(store, "default", FeePolicy.NONE)
          .append(GenerationRecords.answered("acme/large", "acme"))
          .toCompletableFuture()
          .get(120, TimeUnit.SECONDS);
    }
    assertThat(cambio.run("generations", "--attempts").out())
        .contains("gen_1", "acme/large", "completed", "0.000000042")
        .contains("attempt 1", "overloaded 503", "attempt 2", "success");
    JsonNode json =
        JSON.readTree(cambio.run("generations", "--json", "--attempts", "--limit", "100").out());
    assertThat(json).hasSize(1);
    assertThat(json.get(0).get("cost_usd").asText()).isEqualTo("0.000000042");
    assertThat(json.get(0).get("attempts")).hasSize(2);
    assertThat(cambio.run("generations", "gen_1").code()).isZero();
    assertThat(cambio.run("generations", "gen_2").err()).contains("there is no generation gen_2");
    assertThat(cambio.run("generations", "--outcome", "failed", "--json").out().strip())
        .isEqualTo("[ ]");
    assertThat(cambio.run("generations", "--limit", "0").err())
        .isEqualTo("--limit: 0 (expected: 1..1000)\n");
  }

  @Test
  void modelsAreSearchedAndTheLiveOnesComeFirst() throws Exception {
    Result all = cambio.run("models");
    assertThat(all.out()).contains(" models, 0 can be called here.");
    cambio.environment.put("CAMBIO_LOCAL_MODEL_URL", "http://127.0.0.1:1");
    assertThat(cambio.run("models").out().lines().skip(1).findFirst().orElseThrow())
        .startsWith("cambio/tiny-chat")
        .endsWith("yes");
    JsonNode live = JSON.readTree(cambio.run("models", "--live", "--json").out());
    assertThat(live).hasSize(1);
    assertThat(live.get(0).get("id").asText()).isEqualTo("cambio/tiny-chat");
    JsonNode found = JSON.readTree(cambio.run("models", "LLAMA", "70b", "--json").out());
    assertThat(found).isNotEmpty();
    found.forEach(model ->
        assertThat(
                (model.get("id").asText() + model.get("name").asText())
                    .toLowerCase(java.util.Locale.ROOT))
            .contains("llama", "70b"));
  }

  @Test
  void theUsersOwnModelsAreAmongThem() throws Exception {
    Files.writeString(
        directory.resolve("cambio.yaml"),
        """
        version: 1
        providers: [{id: mine, name: Mine, dialect: openai-chat, base_url: "http://127.0.0.1:1/v1", auth: none}]
        models: [{slug: me/own, name: Own, kind: chat, context: 8192, input: [text], output: [text]}]
        endpoints: [{provider: mine, model: me/own, upstream: own, prices: {input: "1.00", output: "2.50"}}]
        """);
    assertThat(cambio.run("models", "me/own").out())
        .contains("me/own", "2.5", "yes", "1 models, 1 can be called here.");
  }

  @Test
  void helpAndVersionAreThere() {
    assertThat(cambio.run("--help").out())
        .contains("serve", "check", "keys", "models", "plan", "chat", "generations");
    assertThat(cambio.run("--version").out()).startsWith("cambio 0.1.0 (");
    assertThat(cambio.run("nonsense").code()).isEqualTo(2);
  }
}
