package cambio.server.execution;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.server.Await;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.Finished;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to an answer after its first token. */
class RelayTest {

  private static final Duration PLENTY = Duration.ofSeconds(60);

  private EngineHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new EngineHarness(
            PLENTY, "good", "bytewise", "truncated", "reset", "stall", "flood", "hang");
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @ParameterizedTest
  @CsvSource({"good", "bytewise"})
  void aStreamArrivesWholeOnTheCallersLoop(String behaviour) throws Exception {
    RecordingSink sink = harness.sink();
    int settled = harness.settled.get();
    harness.call(sink, true, PLENTY, behaviour);

    assertThat(sink.awaitSummary().attempts()).hasSize(1);
    assertThat(sink.text()).isEqualTo("all is well");
    assertThat(sink.faults).isEmpty();
    assertThat(harness.record().attempts()).hasSize(1);
    assertThat(harness.settled.get()).isEqualTo(settled + 1);
  }

  @ParameterizedTest
  @CsvSource({"truncated, PROTOCOL_ERROR", "reset, TRANSPORT"})
  void aBreakAfterTheCommitIsAnHonestFailure(String fault, FailureKind kind) throws Exception {
    assertBreaks(harness, fault, kind);
  }

  @Test
  void soIsSilence() throws Exception {
    try (EngineHarness impatient = new EngineHarness(Duration.ofMillis(500), "stall", "good")) {
      assertBreaks(impatient, "stall", FailureKind.TIMEOUT);
    }
  }

  private static void assertBreaks(EngineHarness harness, String fault, FailureKind kind)
      throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, fault, "good");

    CallFailure failure = sink.awaitFailure();
    assertThat(failure.committed()).isTrue();
    assertThat(failure.failure().kind()).isEqualTo(kind);
    assertThat(sink.text()).startsWith("one ");
    assertThat(sink.events).noneMatch(Finished.class::isInstance);
    assertThat(sink.faults).isEmpty();
    GenerationRecord record = harness.record();
    assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(record.served()).isNotNull();
    assertThat(requireNonNull(record.reading()).usage().outputTokens()).isPositive();
    assertThat(requireNonNull(record.cost()).total().nanos()).isPositive();
  }

  @Test
  void aStreamThatTheBudgetNoLongerPaysForEndsWithThatErrorAndIsCharged() throws Exception {
    int settled = harness.settled.get();
    RecordingSink sink = harness.sink();
    harness.tokensHeld = 300;
    harness.topUps.set(2);
    harness.call(sink, true, PLENTY, "flood", "good");

    CallFailure failure = sink.awaitFailure();
    assertThat(failure.committed()).isTrue();
    assertThat(failure.failure().kind()).isEqualTo(FailureKind.PAYMENT_REQUIRED);
    assertThat(harness.topUps.get()).isZero();
    GenerationRecord record = harness.record();
    assertThat(record.attempts()).hasSize(1);
    assertThat(requireNonNull(record.cost()).total().nanos()).isPositive();
    assertThat(harness.settled.get()).isEqualTo(settled + 1);
    assertThat(sink.faults).isEmpty();
  }

  @Test
  void aStreamThatIsPaidForInStepsArrivesWhole() throws Exception {
    RecordingSink sink = harness.sink();
    harness.tokensHeld = 1;
    harness.topUps.set(1_000);
    harness.call(sink, true, PLENTY, "good");

    assertThat(sink.awaitSummary().attempts()).hasSize(1);
    assertThat(sink.text()).isEqualTo("all is well");
    assertThat(harness.topUps.get()).isLessThan(1_000);
  }

  @Test
  void aCallerThatLeavesMidStreamClosesTheProvidersConnection() throws Exception {
    RecordingSink sink = harness.sink();
    GenerationEngine.RunningCall call = harness.call(sink, true, PLENTY, "stall");
    sink.awaitBegin();
    call.cancel();
    call.cancel();

    harness.provider.awaitClose("stall");
    GenerationRecord record = harness.record();
    assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(record.failure()).extracting(Failure::kind).isEqualTo(FailureKind.CANCELLED);
    assertThat(record.cost()).isNotNull();
    assertThat(sink.ended()).isFalse();
    assertThat(sink.faults).isEmpty();
  }

  @Test
  void aCallerThatLeavesBeforeTheFirstTokenFreesEverything() throws Exception {
    int released = harness.released.get();
    RecordingSink sink = harness.sink();
    GenerationEngine.RunningCall call = harness.call(sink, true, PLENTY, "hang", "good");
    harness.provider.awaitCall("hang");
    call.cancel();

    harness.provider.awaitClose("hang");
    GenerationRecord record = harness.record();
    assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(record.attempts()).hasSize(1);
    harness.awaitReleased(released + 1);
  }

  @Test
  void aSlowCallerHoldsTheProviderBack() throws Exception {
    try (EngineHarness impatient = new EngineHarness(Duration.ofSeconds(1), "flood")) {
      assertHeldBack(impatient);
    }
  }

  private static void assertHeldBack(EngineHarness harness) throws Exception {
    RecordingSink sink = harness.sink();
    sink.writable = false;
    GenerationEngine.RunningCall call = harness.call(sink, true, PLENTY, "flood");
    sink.awaitBegin();
    long sent = settledFlood(harness.provider);
    // Socket buffers and one chunk each are all that is on the way; the flood is 120 MB.
    assertThat(sent).isLessThan(24_000_000);
    assertThat(sink.events.size()).isLessThan(100);
    // Idle time does not count while the caller is what keeps things waiting.
    assertThat(sink.ended()).isFalse();

    // However often the caller takes a little, its demand is never lost.
    for (int i = 0; i < 50; i++) {
      takeOnePiece(sink);
    }
    assertThat(sink.events.size()).isGreaterThan(20);
    call.cancel();
    assertThat(harness.record().outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(sink.faults).isEmpty();
  }

  private static void takeOnePiece(RecordingSink sink) {
    sink.drain();
    sink.writable = false;
    Await.until("the next piece", () -> sink.waiting != null || sink.ended());
    assertThat(sink.ended()).isFalse();
  }

  /** What the provider had sent when it could send no more: unchanged for a second. */
  private static long settledFlood(FaultyProvider provider) throws InterruptedException {
    long last = -1;
    long now = provider.floodedBytes.get();
    while (now != last) {
      last = now;
      TimeUnit.MILLISECONDS.sleep(1_000);
      now = provider.floodedBytes.get();
    }
    return now;
  }

  @Test
  void manyCallsLeaveNoThreadsBehind() throws Exception {
    for (int i = 0; i < 20; i++) {
      oneGoodCall();
    }
    int before = Thread.activeCount();
    for (int i = 0; i < 200; i++) {
      oneGoodCall();
    }
    // Threads that are done with their work may take a moment to go; those that leak stay.
    Await.until("the end of threads", () -> Thread.activeCount() <= before + 2);
  }

  private void oneGoodCall() throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, "good");
    sink.awaitSummary();
    harness.record();
  }
}
