package cambio.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models call, as their endpoints' health knows it. */
class ToolCallHealthTest {

  private static final GenerationRequest REQUEST =
      GenerationRequest.of(List.of(Message.user("hello")))
          .withTools(
              new ToolOptions(
                  List.of(
                      new Tool.Function(
                          "weather",
                          null,
                          "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}",
                          null,
                          null)),
                  null,
                  null));

  @ParameterizedTest
  @CsvSource({"tool-right, sound", "tool-wrong, broken"})
  void callsAreJudgedAndNeverWithheld(String behaviour, String expected) throws Exception {
    try (EngineHarness harness = new EngineHarness(Duration.ofSeconds(60), behaviour)) {
      RecordingSink sink = harness.sink();
      harness.call(sink, REQUEST, Delivery.standard(), Duration.ofSeconds(60), behaviour);

      sink.awaitSummary();
      assertThat(harness.judged.poll(120, TimeUnit.SECONDS))
          .isEqualTo("p-" + behaviour + " " + expected);
    }
  }
}
