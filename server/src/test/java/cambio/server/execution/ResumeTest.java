package cambio.server.execution;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.AttemptRecord;
import cambio.router.meter.MeterReading.Source;
import cambio.router.money.Money;
import cambio.router.resume.Seam;
import cambio.server.Await;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.spi.FailureKind;
import cambio.spi.event.Finished;
import cambio.spi.event.Started;
import cambio.spi.event.Usage;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller sees when a provider breaks off in the middle, and another one can carry on. */
class ResumeTest {

  private static final Duration PLENTY = Duration.ofSeconds(60);

  private EngineHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new EngineHarness(
            PLENTY,
            "good",
            "truncated",
            "500",
            "tale",
            "tale-cut-1",
            "tale-cut-3",
            "tale-cut-6",
            "tale-cut-8",
            "tale-cut-9",
            "tale-recut-1",
            "tale-echo",
            "tale-trim",
            "tale-other",
            "tale-tool-4");
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tale-cut-1", "tale-cut-3", "tale-cut-6", "tale-cut-8", "tale-cut-9"})
  void anotherEndpointCarriesOnAndTheCallerSeesOneStream(String cut) throws Exception {
    int pieces = Integer.parseInt(cut.substring("tale-cut-".length()));
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, cut, "tale");

    AnswerSummary summary = sink.awaitSummary();
    assertThat(sink.text()).isEqualTo(Tale.TEXT);
    assertThat(sink.faults).isEmpty();
    assertThat(sink.events).filteredOn(Started.class::isInstance).hasSizeLessThanOrEqualTo(1);
    assertThat(sink.events).filteredOn(Finished.class::isInstance).hasSize(1);
    assertThat(requireNonNull(sink.head).endpoint()).startsWith("p-" + cut);

    GenerationRecord record = harness.record();
    assertThat(record.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(record.attempts())
        .extracting(AttemptRecord::reason)
        .containsExactly(AttemptReason.FIRST, AttemptReason.RESUME);
    int shown = String.join("", Tale.PIECES.subList(0, pieces)).length();
    assertThat(record.legs()).extracting(Leg::seam).containsExactly(null, new Seam(shown, shown));
    assertThat(summary.legs()).isEqualTo(record.legs());
  }

  @Test
  void bothPartsAreCountedAndCharged() throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, "tale-cut-6", "tale");

    AnswerSummary summary = sink.awaitSummary();
    List<Leg> legs = harness.record().legs();
    // The first gave no count before it broke off; the second one's covers the prompt it was sent.
    assertThat(legs.getFirst().reading().source()).isEqualTo(Source.ESTIMATED);
    assertThat(legs.getFirst().reading().usage().outputTokens()).isPositive();
    assertThat(legs.getLast().reading().usage()).isEqualTo(Usage.of(5, 3));
    assertThat(summary.usage()).isEqualTo(legs.getFirst().reading().usage().plus(Usage.of(5, 3)));
    assertThat(summary.usageEstimated()).isTrue();
    Money first = requireNonNull(legs.getFirst().cost()).total();
    // 5 input tokens at 2 and 3 output tokens at 4 USD a million.
    assertThat(requireNonNull(legs.getLast().cost()).total()).isEqualTo(new Money(22_000));
    assertThat(requireNonNull(summary.cost()).total()).isEqualTo(first.plus(new Money(22_000)));
    assertThat(harness.settled).hasValue(1);
  }

  @Test
  void theOnlyEndpointCarriesOnItself() throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, "tale-cut-3");

    sink.awaitSummary();
    assertThat(sink.text()).isEqualTo(Tale.TEXT);
    assertThat(harness.provider.calls("tale-cut-3")).isEqualTo(2);
  }

  @Test
  void aProviderThatFallsSilentIsReplaced() throws Exception {
    try (EngineHarness impatient =
        new EngineHarness(Duration.ofSeconds(2), "tale-stall-4", "tale")) {
      RecordingSink sink = impatient.sink();
      impatient.call(sink, true, PLENTY, "tale-stall-4", "tale");

      sink.awaitSummary();
      assertThat(sink.text()).isEqualTo(Tale.TEXT);
      assertThat(impatient.provider.calls("tale")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tale-echo", "tale-trim"})
  void whatAProviderRepeatsOrTrimsIsMadeUpFor(String manner) throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, "tale-cut-9", manner);

    sink.awaitSummary();
    assertThat(sink.text()).isEqualTo(Tale.TEXT);
  }

  @Test
  void whoDoesNotCarryOnIsNotShown() throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, "tale-cut-6", "tale-other", "500", "tale");

    sink.awaitSummary();
    assertThat(sink.text()).isEqualTo(Tale.TEXT);
    assertThat(harness.record().attempts())
        .extracting(attempt -> attempt.candidate().endpoint().provider())
        .containsExactly("p-tale-cut-6", "p-tale-other", "p-tale");
  }

  @Test
  void manyBreaksEndInAnHonestFailure() throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, "tale-recut-1");

    CallFailure failure = sink.awaitFailure();
    assertThat(failure.committed()).isTrue();
    assertThat(failure.failure().kind()).isEqualTo(FailureKind.TRANSPORT);
    assertThat(failure.legs()).hasSizeGreaterThan(1);
    assertThat(Tale.TEXT).startsWith(sink.text());
    assertThat(sink.events).filteredOn(Finished.class::isInstance).isEmpty();
    assertThat(harness.record().outcome()).isEqualTo(Outcome.FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tale-tool-4", "truncated"})
  void whatIsNotProvableIsAnHonestFailure(String fault) throws Exception {
    RecordingSink sink = harness.sink();
    // A tool call that was cut; and a text whose only other endpoints carry nothing on.
    harness.call(sink, true, PLENTY, fault, fault.equals("truncated") ? "good" : "tale");

    assertThat(sink.awaitFailure().committed()).isTrue();
    assertThat(harness.record().attempts()).hasSize(1);
  }

  @Test
  void theCallerCanForbidIt() throws Exception {
    RecordingSink sink = harness.sink();
    GenerationRequest request =
        GenerationRequest.of(List.of(Message.user("hello"))).withStream(true);
    harness.call(sink, request, new Delivery(false, null, null), PLENTY, "tale-cut-3", "tale");

    assertThat(sink.awaitFailure().failure().kind()).isEqualTo(FailureKind.TRANSPORT);
    assertThat(harness.provider.calls("tale")).isZero();
  }

  @Test
  void aSlowReaderGetsTheWholeToo() throws Exception {
    RecordingSink sink = harness.sink();
    sink.writable = false;
    harness.call(sink, true, PLENTY, "tale-cut-6", "tale");
    sink.awaitBegin();
    Await.until(
        "the end of the tale",
        () -> {
          if (sink.waiting != null) {
            sink.drain();
            sink.writable = false;
          }
          return sink.ended();
        });
    sink.awaitSummary();
    assertThat(sink.text()).isEqualTo(Tale.TEXT);
    assertThat(sink.faults).isEmpty();
  }
}
