package cambio.server.execution;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.Verdict;
import cambio.router.meter.MeterReading.Source;
import cambio.router.money.Money;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.spi.FailureKind;
import cambio.spi.event.Usage;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second attempt beside one that is slow to begin. */
class HedgingTest {

  private static final Duration PLENTY = Duration.ofSeconds(60);
  private static final GenerationRequest REQUEST =
      GenerationRequest.of(List.of(Message.user("hello"))).withStream(true);

  private EngineHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness = new EngineHarness(PLENTY, "good", "500", "hang", "hang-1");
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static Delivery after(int millis) {
    return new Delivery(true, true, Duration.ofMillis(millis));
  }

  @Test
  void theFasterOneAnswersAndTheSlowOneIsCancelledAndCharged() throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, REQUEST, after(20), PLENTY, "hang", "good");

    AnswerSummary summary = sink.awaitSummary();
    assertThat(sink.text()).isEqualTo("all is well");
    assertThat(sink.faults).isEmpty();
    harness.provider.awaitClose("hang");

    GenerationRecord record = harness.record();
    assertThat(record.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(record.attempts())
        .extracting(AttemptRecord::reason)
        .containsExactly(AttemptReason.FIRST, AttemptReason.HEDGE);
    AttemptRecord slow = record.attempts().getFirst();
    assertThat(requireNonNull(slow.failure()).kind()).isEqualTo(FailureKind.CANCELLED);
    assertThat(slow.verdict()).isEqualTo(Verdict.IGNORE);
    assertThat(requireNonNull(record.served()).endpoint().provider()).isEqualTo("p-good");

    // What the answer used is the winner's; what it cost is both's.
    assertThat(summary.usage()).isEqualTo(Usage.of(5, 3));
    Leg lost = record.legs().getLast();
    assertThat(lost.shown()).isFalse();
    assertThat(lost.attempt()).isEqualTo(1);
    assertThat(lost.reading().source()).isEqualTo(Source.ESTIMATED);
    Money lostCost = requireNonNull(lost.cost()).total();
    assertThat(lostCost).isEqualTo(requireNonNull(summary.otherAttemptsCost()));
    assertThat(lostCost.nanos()).isPositive();
    assertThat(requireNonNull(summary.cost()).total()).isEqualTo(new Money(22_000).plus(lostCost));
  }

  @Test
  void whoBeginsInTimeRunsAlone() throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, REQUEST, after(50_000), PLENTY, "good", "hang");

    sink.awaitSummary();
    assertThat(harness.record().attempts()).hasSize(1);
    assertThat(harness.provider.calls("hang")).isZero();
  }

  @Test
  void oneFailureLeavesTheOtherInTheRaceAndTwoGoOnToTheNext() throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, REQUEST, after(20), Duration.ofSeconds(9), "hang", "500", "good");

    // The second one fails at once, the first at its share of the deadline; then comes the third.
    sink.awaitSummary();
    assertThat(sink.text()).isEqualTo("all is well");
    assertThat(harness.record().attempts())
        .extracting(AttemptRecord::reason)
        .containsExactlyInAnyOrder(
            AttemptReason.FIRST, AttemptReason.HEDGE, AttemptReason.FALLBACK);
  }

  @Test
  void aCallerThatLeavesEndsBoth() throws Exception {
    RecordingSink sink = harness.sink();
    GenerationEngine.RunningCall call =
        harness.call(sink, REQUEST, after(20), PLENTY, "hang", "hang-1");
    harness.provider.awaitCall("hang");
    harness.provider.awaitCall("hang-1");
    call.cancel();

    harness.provider.awaitClose("hang");
    harness.provider.awaitClose("hang-1");
    assertThat(harness.record().outcome()).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void withoutBeingAskedForNoneStarts() throws Exception {
    RecordingSink sink = harness.sink();
    Delivery silent = new Delivery(true, null, Duration.ofMillis(1));
    harness.call(sink, REQUEST, silent, Duration.ofSeconds(6), "hang", "good");

    sink.awaitSummary();
    assertThat(harness.record().attempts())
        .extracting(AttemptRecord::reason)
        .containsExactly(AttemptReason.FIRST, AttemptReason.FALLBACK);
  }
}
