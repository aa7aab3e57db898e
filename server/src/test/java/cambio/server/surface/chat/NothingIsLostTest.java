package cambio.server.surface.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.FailureException;
import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.Quirks;
import cambio.testkit.Difference;
import cambio.testkit.Json;
import cambio.testkit.JsonDiff;
import cambio.testkit.Recording;
import cambio.testkit.Recordings;
import cambio.testkit.SharedFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * What a caller sends in this dialect reaches an endpoint of this dialect whole: read here, written
 * by the adapter, and compared by value. The endpoint takes everything that the adapter can write.
 */
class NothingIsLostTest {

  private static final Set<String> APIS =
      Set.of(
          "openai.chat",
          "openrouter.chat",
          "groq.chat",
          "azure.chat",
          "xai.chat",
          "deepseek.chat",
          "ollama.openai_chat",
          "cerebras.chat",
          "huggingface.chat",
          "zai.chat",
          "vercel_gateway.chat",
          "together.chat",
          "crusoe.chat",
          "gemini.openai_chat",
          "snowflake.chat",
          "avian.chat",
          "heroku.chat",
          "bedrock.openai_chat");

  private static final ProviderAdapter ADAPTER =
      ServiceLoader.load(ProviderPlugin.class).stream()
          .flatMap(plugin -> plugin.get().adapters().stream())
          .filter(adapter -> adapter.dialect().equals(ChatDialect.NAME))
          .findFirst()
          .orElseThrow();

  private static final EndpointSpec ENDPOINT =
      new EndpointSpec(
          "e",
          "p",
          "m",
          URI.create("https://host.invalid/v1"),
          new AuthStyle.None(),
          null,
          null,
          null,
          new Quirks(
              Map.of(),
              Set.of(),
              Map.of(
                  "reasoning", "object",
                  "history_reasoning", "reasoning_details",
                  "cache_control", "parts",
                  "prefix", "member",
                  "usage", "none")));

  private static JsonNode sent(ChatRequest read) {
    EncodeContext context =
        new EncodeContext(ENDPOINT, new Credential.None(), Instant.EPOCH, "r", true);
    return Json.parse(ADAPTER.encode(read.request(), context).body());
  }

  /** What is lost or changed beyond what the reader itself names. */
  private static List<Difference> lost(JsonNode body) {
    ChatRequest read = ChatRequestReader.read(body.toString().getBytes(StandardCharsets.UTF_8));
    return JsonDiff.between(BodyForm.of(body), BodyForm.of(sent(read))).stream()
        .filter(difference ->
            read.options().ignored().stream()
                .noneMatch(named -> difference.path().equals("$." + named.parameter())))
        .toList();
  }

  @Test
  void recordedRequestsComeThroughWhole() {
    Path folder = SharedFolder.recordings();
    assumeTrue(folder != null || SharedFolder.required(), "the recordings are not there");
    List<String> misses = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    int whole = 0;
    for (Recording recording : Recordings.load(Objects.requireNonNull(folder), APIS)) {
      if (!(recording.request().deepCopy() instanceof ObjectNode body) || !body.has("messages")) {
        continue;
      }
      // Azure names the model in the path.
      body.put("model", "m");
      try {
        List<Difference> lost = lost(body);
        whole += lost.isEmpty() ? 1 : 0;
        lost.forEach(difference -> misses.add(recording.api() + " " + difference));
      } catch (FailureException e) {
        if (recording.successful()) {
          refused.add(recording.api() + " " + e.failure().message());
        }
      }
    }
    assertThat(misses).isEmpty();
    assertThat(refused).isEmpty();
    assertThat(whole).isPositive();
  }

  @Property(tries = 2000)
  void generatedRequestsComeThroughWhole(@ForAll long seed) {
    ObjectNode body = new BodyGenerator(new Random(seed)).body();
    assertThat(lost(body)).as(body.toString()).isEmpty();
  }
}
