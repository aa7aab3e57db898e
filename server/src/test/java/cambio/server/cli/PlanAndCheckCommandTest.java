package cambio.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.cli.CommandLineFixture.Result;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanAndCheckCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private CommandLineFixture cambio;

  @BeforeEach
  void start() {
    cambio = new CommandLineFixture(directory);
  }

  private void twoProvidersOfOneModel() throws IOException {
    Files.writeString(
        directory.resolve("cambio.yaml"),
        """
        version: 1
        providers:
          - {id: one, name: One, dialect: openai-chat, base_url: "http://127.0.0.1:1/v1", auth: none}
          - {id: two, name: Two, dialect: openai-chat, base_url: "http://127.0.0.1:2/v1", auth: bearer, key_variables: [TWO_KEY]}
        models: [{slug: me/own, name: Own, kind: chat, context: 8192, input: [text], output: [text]}]
        endpoints:
          - {provider: one, model: me/own, upstream: own, prices: {input: "1.00", output: "1.00"}}
          - {provider: two, model: me/own, upstream: own, prices: {input: "3.00", output: "3.00"}}
        """);
  }

  @Test
  void aPlanNamesCandidatesAndWhyOthersAreOut() throws IOException {
    twoProvidersOfOneModel();
    Result plan = cambio.run("plan", "me/own", "--seed", "1");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("one:me/own", "two:me/own", "no_credential");
    cambio.environment.put("TWO_KEY", "k");
    JsonNode json = JSON.readTree(cambio.run("plan", "me/own", "--order", "two", "--json").out());
    assertThat(json.get("candidates")).hasSize(2);
    assertThat(json.get("candidates").get(0).get("endpoint").asText()).isEqualTo("two:me/own");
    assertThat(json.get("exclusions")).isEmpty();
    Result nobody = cambio.run("plan", "me/own", "--only", "three");
    assertThat(nobody.code()).isEqualTo(1);
  }

  @Test
  void anUnknownModelNamesTheNearest() throws IOException {
    twoProvidersOfOneModel();
    Result plan = cambio.run("plan", "me/onw");
    assertThat(plan.code()).isEqualTo(1);
    assertThat(plan.err()).contains("me/own");
  }

  @Test
  void theDefaultsAreWell() throws IOException {
    cambio.environment.put("CAMBIO_LOCAL_MODEL_URL", "http://127.0.0.1:1");
    Result check = cambio.run("check");
    assertThat(check.code()).as(check.out()).isZero();
    assertThat(check.out())
        .contains(
            "no file: the defaults hold", "Live (a credential is here): local", "All is well.");
    JsonNode json = JSON.readTree(cambio.run("check", "--json").out());
    assertThat(json.get("ok").asBoolean()).isTrue();
    assertThat(json.get("providers").size()).isGreaterThan(90);
    assertThat(cambio.run("check", "--all").out()).contains("OPENAI_API_KEY");
  }

  @Test
  void everyProviderCanBeCalledOrIsListedWithWhatIsMissing() throws IOException {
    JsonNode providers = JSON.readTree(cambio.run("check", "--json").out()).get("providers");
    Set<String> unspoken = new TreeSet<>();
    for (JsonNode provider : providers) {
      boolean whole = provider.get("callable").asInt() == provider.get("endpoints").asInt();
      assertThat(provider.get("missing").isEmpty()).as(provider.toString()).isEqualTo(whole);
      assertThat(provider.get("doubts")).as(provider.toString()).isEmpty();
      for (JsonNode sentence : provider.get("missing")) {
        String[] words = sentence.asText().split(" ");
        if (sentence.asText().startsWith("no adapter speaks ")) {
          unspoken.add(words[3]);
        }
      }
    }
    assertThat(unspoken).containsExactly("oci-genai", "replicate-predictions", "watsonx");
  }

  @Test
  void allProblemsAreToldAtOnce() throws IOException {
    Files.writeString(
        directory.resolve("cambio.yaml"),
        """
        version: 1
        server: {prot: 1}
        providers: [{id: mine}]
        credentials: [{provider: nobody, api_key: "s3cret"}]
        plugins: {directory: jars}
        keys: [{name: x}]
        """);
    Files.createDirectories(directory.resolve("jars"));
    Files.writeString(directory.resolve("jars/broken.jar"), "no zip");
    Result check = cambio.run("check");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out())
        .contains("cambio.yaml:2: server.prot: is no known member (did you mean port?")
        .contains("cambio.yaml:3: providers[0]")
        .contains("cambio.yaml:4: credentials[0].provider: \"nobody\" is no provider")
        .contains("keys[0].hash: is missing")
        .contains("PROBLEM broken.jar")
        .doesNotContain("s3cret");
  }

  @Test
  void autoShowsTheTaskTheTradeAndTheSources() throws IOException {
    for (String key : new String[] {"OPENAI_API_KEY", "ANTHROPIC_API_KEY", "DEEPSEEK_API_KEY"}) {
      cambio.environment.put(key, "k");
    }
    String prompt = "Write a Python function that parses a CSV file and add unit tests.";
    Result plan = cambio.run("plan", "cambio/auto", prompt, "--seed", "1");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("Task programming", "Best model", "livebench-coding", "LiveBench/livebench");
    JsonNode auto =
        JSON.readTree(cambio.run("plan", "cambio/auto:floor", prompt, "--json").out()).get("auto");
    assertThat(auto.get("category").asText()).isEqualTo("programming");
    assertThat(auto.get("price_ratio").asDouble()).isBetween(0.0, 1.0);
    assertThat(auto.get("quality_loss").asDouble()).isBetween(0.0, 0.05);
    JsonNode none =
        JSON.readTree(
                cambio.run("plan", "cambio/auto", "x", "--category", "translation", "--json").out())
            .get("auto");
    assertThat(none.get("quality_loss").isNull()).isTrue();
    assertThat(none.get("reason").asText()).startsWith("no data for translation");
    Result nobody = cambio.run("plan", "cambio/auto", prompt, "--allowed", "nobody/*");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.err()).contains("auto.allowed_models");
  }

  @Test
  void theClassifierIsMeasuredNextToTheMajority() {
    assertThat(cambio.run("classify").out()).contains("RECALL", "BASELINE RECALL", "baseline");
    assertThat(cambio.run("classify", "Fix this Java stack trace for me").out())
        .startsWith("programming");
  }

  @Test
  void aPromptThatIsTooLongIsCompressedWhereThatIsAskedFor() throws IOException {
    twoProvidersOfOneModel();
    Result refused = cambio.run("plan", "me/own", "--input-tokens", "20000");
    assertThat(refused.out()).contains("context_length");
    assertThat(refused.code()).isEqualTo(1);
    Result served = cambio.run("plan", "me/own", "--input-tokens", "20000", "--middle-out");
    assertThat(served.code()).as(served.err()).isZero();
    assertThat(served.out()).contains("to fit a context of 8192", "one:me/own");
  }
}
