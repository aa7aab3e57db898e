package cambio.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.cli.CommandLineFixture.Result;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private CommandLineFixture cambio;

  @BeforeEach
  void start() {
    cambio = new CommandLineFixture(directory);
  }

  private String scenario(String text) throws IOException {
    return Files.writeString(directory.resolve("my.scenario"), text).toString();
  }

  private String small() throws IOException {
    return scenario(
        """
        traffic rate 20 input 100 output 50 deadline 5
        endpoint a in 1 out 2 ttft 0.2 speed 50
        endpoint b in 1.1 out 2.2 ttft 0.2 speed 50
        incident blackhole a at 60 for 30
        """);
  }

  @Test
  void everyStrategyAndBothBaselinesAreCompared() throws IOException {
    Result result = cambio.run("simulate", small(), "--requests", "3000");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("price", "sort:price", "balanced", "throughput", "latency")
        .contains("random *", "cheapest-cooldown *", "LEAVE S", "OUTAGE OF", "SHARE OF ANSWERS %");
  }

  @Test
  void theSameSeedPrintsTheSameFigures() throws IOException {
    JsonNode one = json("--seed", "3");
    assertThat(one).isEqualTo(json("--seed", "3")).isNotEqualTo(json("--seed", "4"));
    assertThat(one.get("strategy").asText()).isEqualTo("price");
    assertThat(one.get("success_rate").asDouble()).isGreaterThan(0.9);
    assertThat(one.get("outages")).hasSize(1);
    assertThat(one.get("shares")).hasSize(2);
  }

  private JsonNode json(String... more) throws IOException {
    String file = small();
    Result result =
        cambio.run(
            "simulate",
            file,
            "--json",
            "--strategy",
            "price",
            "--requests",
            "2000",
            more[0],
            more[1]);
    JsonNode report = JSON.readTree(result.out()).get("strategies").get(0);
    return ((com.fasterxml.jackson.databind.node.ObjectNode) report)
        .without(java.util.List.of("cpu_seconds", "seconds"));
  }

  @Test
  void whatIsWrongIsNamedByFileLineAndField() throws IOException {
    String file = scenario("traffic rate x input 1 output 1\nendpoint a in 1 ttft 1 speed 1");
    Result result = cambio.run("simulate", file);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains(file + ":1: traffic.rate: x (expected: a number")
        .contains(file + ":2: endpoint.out: missing (expected: USD");
    assertThat(cambio.run("simulate", "/no/such.scenario").err()).contains("no such file");
    assertThat(cambio.run("simulate", "--strategy", "best").err()).contains("sort:price");
    assertThat(cambio.run("simulate", "--requests", "0").code()).isEqualTo(1);
  }

  @Test
  void eachEndpointCanBeLetDie() throws IOException {
    String file = small();
    Result good = cambio.run("simulate", file, "--each-dead", "down", "--requests", "2000");
    assertThat(good.code()).as(good.out()).isZero();
    assertThat(good.out()).contains("Worst: 100.0000 %");
    String alone =
        scenario("traffic rate 20 input 1 output 1\nendpoint a in 1 out 2 ttft 1 speed 9");
    Result bad = cambio.run("simulate", alone, "--each-dead", "down", "--requests", "2000");
    assertThat(bad.code()).isEqualTo(1);
  }
}
