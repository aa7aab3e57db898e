package cambio.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.execution.GenerationRecord.Outcome;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults inside the router: whatever throws, the call ends, once, and its response with it. */
class FaultTest {

  private static final Duration PLENTY = Duration.ofSeconds(60);

  private EngineHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness = new EngineHarness(PLENTY, "good", "500");
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @ParameterizedTest
  @CsvSource({"committed, true", "committed, false", "event, true", "event, false"})
  void anAnswerThatTheSurfaceCannotTakeIsAFailure(String method, boolean stream) throws Exception {
    RecordingSink sink = harness.sink();
    sink.tripAt(method);
    harness.call(sink, stream, PLENTY, "good");

    CallFailure failure = sink.awaitFailure();
    assertThat(failure.failure().kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(harness.record().outcome()).isEqualTo(Outcome.FAILED);
    assertEndedOnce();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSurfaceThatCannotEndAnAnswerStillTellsAndIsAbandoned(boolean stream) throws Exception {
    RecordingSink sink = harness.sink();
    sink.tripAt("completed");
    harness.call(sink, stream, PLENTY, "good");

    assertThat(sink.awaitFailure().failure().kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(sink.abandoned.get(120, TimeUnit.SECONDS)).hasMessage("tripped at completed");
    harness.record();
    assertEndedOnce();
  }

  @Test
  void aSurfaceThatCannotEvenTellOfAFailureIsAbandoned() throws Exception {
    RecordingSink sink = harness.sink();
    sink.tripAt("failed");
    harness.call(sink, true, PLENTY, "500");

    assertThat(sink.abandoned.get(120, TimeUnit.SECONDS)).hasMessage("tripped at failed");
    assertThat(harness.record().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void healthThatFailsKeepsNobodyWaiting() throws Exception {
    harness.healthFails = true;
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, "500", "good");

    assertThat(sink.awaitSummary().attempts()).hasSize(2);
    assertThat(sink.text()).isEqualTo("all is well");
    harness.record();
    assertEndedOnce();
  }

  @Test
  void anAdapterThatLacksAClassIsAFailedAttemptOfItsOwn() throws Exception {
    harness.encodingFails = true;
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, "good");

    assertThat(sink.awaitFailure().failure().kind()).isEqualTo(FailureKind.INTERNAL);
    GenerationRecord record = harness.record();
    assertThat(record.attempts()).isNotEmpty();
    assertThat(harness.released.get()).isEqualTo(1);
    assertEndedOnce();
  }

  private void assertEndedOnce() {
    assertThat(harness.settled.get() + harness.released.get()).isEqualTo(1);
    assertThat(harness.records).isEmpty();
  }
}
