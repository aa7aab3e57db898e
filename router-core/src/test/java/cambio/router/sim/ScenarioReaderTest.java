package cambio.router.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {

  private static final String GOOD =
      """
      # two endpoints
      traffic rate 10 input 100 output 50 deadline 5
      endpoint a in 1 out 2 ttft 0.5 speed 50 groups east,big  # a comment
      endpoint b in 1.5 out 2 ttft 0.5 speed 50 fail 0.1 capacity 3
      reprice a at 60 in 2 out 4
      incident slow east at 10 for 20 value 3
      """;

  @Test
  void aScenarioIsRead() {
    Scenario scenario = ScenarioReader.read(GOOD);
    assertThat(scenario.requestsPerSecond()).isEqualTo(10);
    assertThat(scenario.endpoints()).hasSize(2);
    EndpointProfile a = scenario.endpoints().getFirst();
    assertThat(a.groups()).containsExactly("east", "big");
    assertThat(a.prices()).hasSize(2);
    assertThat(a.capacityPerSecond()).isInfinite();
    assertThat(scenario.endpoints().getLast().capacityPerSecond()).isEqualTo(3);
    assertThat(scenario.incidents())
        .containsExactly(new Incident(Incident.Kind.SLOW, "east", 10, 20, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "endpoint c in x out 2 ttft 1 speed 5      | line 7: endpoint.in: x (expected: USD",
        "endpoint c in -1 out 2 ttft 1 speed 5     | line 7: endpoint.in: -1 (expected: USD",
        "endpoint c in 1 ttft 1 speed 5            | line 7: endpoint.out: missing (expected: USD",
        "endpoint c in 1 out 2 ttft NaN speed 5    | line 7: endpoint.ttft: NaN (expected: a number",
        "endpoint c in 1 out 2 ttft 1 speed 5 x 1  | line 7: endpoint.x: unknown (expected: capacity",
        "endpoint c in 1 in 1 out 2 ttft 1 speed 5 | line 7: endpoint.in: stands twice",
        "endpoint a in 1 out 2 ttft 1 speed 5      | line 7: endpoint.name: a (expected: a name that",
        "endpoint all in 1 out 2 ttft 1 speed 5    | line 7: endpoint.name: all (expected: a name",
        "endpoint c in 1 out 2 ttft 1 speed        | line 7: endpoint.speed: has no value",
        "reprice a at 5 in 1 out 1                 | line 7: reprice.at: 5.0 (expected: later than",
        "reprice z at 5 in 1 out 1                 | line 7: reprice.name: z (expected: the name of",
        "incident explode a at 1 for 2             | line 7: incident.kind: explode (expected: down",
        "incident failing a at 1 for 2 value 1.5   | line 7: incident.value: 1.5 (expected: a number",
        "incident failing a at 1 for 2             | line 7: incident.value: missing",
        "incident down zz at 1 for 2               | line 7: incident.target: zz (expected: an",
        "incident                                  | line 7: incident.kind: missing",
        "traffic rate 1 input 1 output 1           | line 7: traffic: stands twice",
        "nonsense                                  | line 7: nonsense: unknown (expected: traffic,",
        "endpoint                                  | line 7: endpoint.name: missing"
      })
  void whatIsWrongIsNamed(String line, String says) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScenarioReader.read(GOOD + line))
        .withMessageContaining(says);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThatExceptionOfType(ScenarioException.class)
        .isThrownBy(() -> ScenarioReader.read("nonsense\nendpoint a in x out y ttft 1 speed 5"))
        .satisfies(e -> assertThat(e.problems()).hasSize(4));
  }

  @Test
  void theOrderOfLinesDoesNotMatter() {
    String backwards = String.join("\n", GOOD.lines().toList().reversed());
    assertThat(ScenarioReader.read(backwards).incidents()).hasSize(1);
    assertThat(ScenarioReader.read(backwards).endpoints().getLast().prices()).hasSize(2);
  }

  @Test
  void aScenarioNeedsTrafficAndEndpoints() {
    assertThatIllegalArgumentException().isThrownBy(() -> ScenarioReader.read(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScenarioReader.read("traffic rate 1 input 1 output 1"))
        .withMessageContaining("endpoint: no such line");
  }

  @Test
  void thePublishedScenarioHasFiftyEndpoints() {
    assertThat(PublishedScenario.read().endpoints()).hasSize(50);
  }
}
