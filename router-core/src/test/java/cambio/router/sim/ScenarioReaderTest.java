package cambio.router.sim;

import static org.assertj.core.api.Assertions.assertThat;
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
        "endpoint c in x out 2 ttft 1 speed 5      | line 7: in x (expected: USD per million",
        "endpoint c in -1 out 2 ttft 1 speed 5     | line 7: in -1 (expected: USD per million",
        "endpoint c in 1 ttft 1 speed 5            | line 7: out null (expected: USD per million",
        "endpoint c in 1 out 2 ttft NaN speed 5    | line 7: ttft NaN (expected: a number from",
        "endpoint c in 1 out 2 ttft 1 speed 5 x 1  | line 7: x (expected: capacity, fail,",
        "endpoint a in 1 out 2 ttft 1 speed 5      | line 7: a (expected: a name that no other",
        "endpoint c in 1 out 2 ttft 1 speed        | (expected: pairs of a name and a value)",
        "reprice a at 5 in 1 out 1                 | line 7: at 5.0 (expected: later than",
        "reprice z at 5 in 1 out 1                 | line 7: z (expected: the name of an endpoint",
        "incident explode a at 1 for 2             | line 7: explode (expected: down,",
        "incident failing a at 1 for 2 value 1.5   | line 7: value 1.5 (expected: a number from",
        "incident down zz at 1 for 2               | nothing is called zz",
        "nonsense                                  | line 7: nonsense (expected: traffic,",
        "endpoint                                  | line 7: end of line (expected: one more word)"
      })
  void whatIsWrongIsNamed(String line, String says) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScenarioReader.read(GOOD + line))
        .withMessageContaining(says);
  }

  @Test
  void aScenarioNeedsTrafficAndEndpoints() {
    assertThatIllegalArgumentException().isThrownBy(() -> ScenarioReader.read(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScenarioReader.read("traffic rate 1 input 1 output 1"))
        .withMessageContaining("no endpoint line");
  }

  @Test
  void thePublishedScenarioHasFiftyEndpoints() {
    assertThat(PublishedScenario.read().endpoints()).hasSize(50);
  }
}
