package cambio.server.structured;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.event.ToolCallDelta;
import cambio.spi.request.Tool;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolCallCheckTest {

  private static final Tool WEATHER =
      new Tool.Function(
          "weather",
          null,
          "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}",
          null,
          null);
  private static final Tool CLOCK = new Tool.Function("clock", null, null, null, null);

  private final ToolCallCheck check = new ToolCallCheck(Runnable::run);

  private boolean sound(ToolCallDelta... deltas) {
    return check.sound(List.of(WEATHER, CLOCK), List.of(deltas)).toCompletableFuture().join();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weather | {\"city\":\"Rome\"} | true",
        "weather | {} | false",
        "weather | {\"city\":1} | false",
        "weather | {\"city\": | false",
        "forecast | {\"city\":\"Rome\"} | false",
        "clock | {\"any\":1} | true",
        "clock | '' | true",
        "clock | now! | false",
      })
  void aCallIsSoundOrNot(String name, String arguments, boolean expected) {
    assertThat(sound(new ToolCallDelta(0, 0, "c1", name, arguments))).isEqualTo(expected);
  }

  @Test
  void piecesOfSeveralCallsArePutTogether() {
    List<ToolCallDelta> pieces =
        Stream.of(
                new ToolCallDelta(0, 0, "c1", "weather", "{\"ci"),
                new ToolCallDelta(0, 1, "c2", "clock", ""),
                new ToolCallDelta(0, 0, null, null, "ty\":\"Rome\"}"))
            .toList();
    assertThat(sound(pieces.toArray(new ToolCallDelta[0]))).isTrue();
  }
}
