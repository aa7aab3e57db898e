package cambio.server.execution;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.Verdict;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.Finished;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller sees when a provider fails before its first token. */
class FailoverTest {

  private static final Duration PLENTY = Duration.ofSeconds(60);

  private EngineHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new EngineHarness(
            PLENTY,
            "good",
            "500",
            "429",
            "401",
            "by-key",
            "400",
            "hang",
            "hang-1",
            "hang-2",
            "slow-error",
            "garbage",
            "no-http",
            "html",
            "empty",
            "close",
            "preamble",
            "preamble-clean",
            "chatter",
            "truncated",
            "reset");
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @ParameterizedTest
  @CsvSource({
    "refuse, true, TRANSPORT",
    "refuse, false, TRANSPORT",
    "500, true, PROVIDER_ERROR",
    "500, false, PROVIDER_ERROR",
    "429, true, RATE_LIMITED",
    "401, true, PROVIDER_CREDENTIALS",
    "401, false, PROVIDER_CREDENTIALS",
    "garbage, true, PROTOCOL_ERROR",
    "garbage, false, PROTOCOL_ERROR",
    "no-http, true, TRANSPORT",
    "html, true, PROTOCOL_ERROR",
    "html, false, PROTOCOL_ERROR",
    "empty, true, PROTOCOL_ERROR",
    "empty, false, PROTOCOL_ERROR",
    "close, true, TRANSPORT",
    "close, false, TRANSPORT",
    "preamble, true, TRANSPORT",
    "preamble-clean, true, PROTOCOL_ERROR",
    "chatter, true, PROTOCOL_ERROR",
    "truncated, false, PROTOCOL_ERROR",
    "reset, false, TRANSPORT",
  })
  void aFaultBeforeTheCommitIsNeverSeen(String fault, boolean stream, FailureKind kind)
      throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, stream, PLENTY, fault, "good");

    AnswerSummary summary = sink.awaitSummary();
    assertThat(sink.text()).isEqualTo("all is well");
    assertThat(sink.events).last().isNotNull();
    assertThat(sink.events).filteredOn(Finished.class::isInstance).hasSize(1);
    assertThat(sink.faults).isEmpty();
    assertThat(summary.usage()).isEqualTo(Usage.of(5, 3));
    assertThat(summary.usageEstimated()).isFalse();
    // 5 input tokens at 2 and 3 output tokens at 4 USD a million.
    assertThat(requireNonNull(summary.cost()).total().nanos()).isEqualTo(22_000);
    AnswerHead head = requireNonNull(sink.head);
    assertThat(head.attempt()).isEqualTo(2);
    assertThat(head.provider()).isEqualTo("p-good");

    GenerationRecord record = harness.record();
    assertThat(record.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(record.attempts()).hasSize(2);
    AttemptRecord first = record.attempts().getFirst();
    assertThat(first.failure()).extracting(Failure::kind).isEqualTo(kind);
    assertThat(first.candidate().endpoint().provider()).isEqualTo("p-" + fault);
    assertThat(record.attempts().getLast().verdict()).isEqualTo(Verdict.SUCCESS);
    assertThat(record.cost()).isEqualTo(summary.cost());
  }

  /** All three at once, so that the shares may be long enough for any machine to answer in. */
  @Test
  void aSilentProviderLosesItsShareOfTheDeadlineOnly() throws Exception {
    Duration deadline = Duration.ofSeconds(6);
    Map<String, RecordingSink> sinks = new LinkedHashMap<>();
    for (String fault : new String[] {"hang", "hang-1", "slow-error"}) {
      sinks.put(fault, harness.sink());
      harness.call(sinks.get(fault), !fault.equals("hang-1"), deadline, fault, "good");
    }

    for (Map.Entry<String, RecordingSink> one : sinks.entrySet()) {
      RecordingSink sink = one.getValue();
      assertThat(sink.awaitSummary().attempts()).as(one.getKey()).hasSize(2);
      assertThat(sink.text()).isEqualTo("all is well");
      assertThat(harness.record().attempts().getFirst().failure())
          .extracting(Failure::kind)
          .isEqualTo(FailureKind.TIMEOUT);
      harness.provider.awaitClose(one.getKey());
    }
  }

  @Test
  void credentialsOfOneProviderCoolEachByItself() throws Exception {
    for (int i = 0; i < 30; i++) {
      RecordingSink sink = harness.sink();
      harness.call(sink, i % 2 == 0, PLENTY, "by-key");
      // Whatever the provider says of the others, the caller has an answer.
      sink.awaitSummary();
      assertThat(sink.text()).isEqualTo("all is well");
    }
    // One is refused and one is limited, at most once each before it cools down; calls that were
    // planned at the same moment aside, of which there are none here.
    assertThat(harness.provider.calls("by-key-refused")).isLessThanOrEqualTo(1);
    assertThat(harness.provider.calls("by-key-limited")).isLessThanOrEqualTo(1);
    assertThat(harness.provider.calls("by-key")).isLessThanOrEqualTo(32);
  }

  @Test
  void threeBlackHolesShareOneDeadline() throws Exception {
    RecordingSink sink = harness.sink();
    Duration deadline = Duration.ofSeconds(3);
    harness.call(sink, true, deadline, "hang", "hang-1", "hang-2");

    CallFailure failure = sink.awaitFailure();
    assertThat(failure.failure().kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(failure.committed()).isFalse();
    GenerationRecord record = harness.record();
    assertThat(record.attempts()).hasSize(3);
    Duration shares =
        record.attempts().stream()
            .map(attempt -> attempt.duration() == null ? Duration.ZERO : attempt.duration())
            .reduce(Duration.ZERO, Duration::plus);
    // Each with a deadline of its own would take three times as long.
    assertThat(shares).isLessThan(deadline.multipliedBy(2));
  }

  @Test
  void aCallersFaultIsNotTriedElsewhere() throws Exception {
    int before = harness.provider.calls("good");
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, "400", "good");

    CallFailure failure = sink.awaitFailure();
    assertThat(failure.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(failure.attempts()).hasSize(1);
    assertThat(harness.provider.calls("good")).isEqualTo(before);
    assertThat(harness.record().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(sink.faults).isEmpty();
  }

  @Test
  void anUnknownModelFailsBeforeAnythingIsReserved() throws Exception {
    int before = harness.reserved.get();
    RecordingSink sink = harness.sink();
    harness.call(sink, true, PLENTY, "nobody");

    assertThat(sink.awaitFailure().failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(harness.reserved.get()).isEqualTo(before);
    assertThat(harness.record().plan()).isNull();
  }
}
