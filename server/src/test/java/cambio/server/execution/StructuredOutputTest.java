package cambio.server.execution;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.money.Money;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.spi.Adjustment;
import cambio.spi.FailureKind;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that break the schema that was asked for, and who sees them. */
class StructuredOutputTest {

  private static final Duration PLENTY = Duration.ofSeconds(60);
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]}";

  private EngineHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new EngineHarness(
            PLENTY,
            "good",
            "json-right",
            "json-wrong",
            "json-torn",
            "json-fenced",
            "json-fenced-wrong");
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static GenerationRequest strict(boolean strict, boolean stream) {
    return GenerationRequest.of(List.of(Message.user("hello")))
        .withOutput(
            OutputOptions.none().withFormat(new OutputFormat.JsonSchema("a", null, SCHEMA, strict)))
        .withStream(stream);
  }

  private static GenerationRequest object() {
    return GenerationRequest.of(List.of(Message.user("hello")))
        .withOutput(OutputOptions.none().withFormat(new OutputFormat.JsonObject()));
  }

  @Test
  void trivialFaultsArePutRightWhereThatIsAskedFor() throws Exception {
    for (GenerationRequest request : List.of(object(), strict(true, false), strict(false, false))) {
      RecordingSink sink = harness.sink();
      harness.call(sink, request, Delivery.standard().healing(true), PLENTY, "json-fenced");
      AnswerSummary summary = sink.awaitSummary();
      assertThat(sink.text()).isEqualTo("{\"a\":1}");
      assertThat(sink.faults).isEmpty();
      assertThat(summary.adjustments())
          .singleElement()
          .satisfies(made -> assertThat(made.kind()).isEqualTo(Adjustment.Kind.REPAIRED));
      assertThat(harness.record().adjustments()).isEqualTo(summary.adjustments());
    }
  }

  @Test
  void aHealedAnswerIsStillCheckedAndAskedForElsewhere() throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(
        sink,
        strict(true, false),
        Delivery.standard().healing(true),
        PLENTY,
        "json-fenced-wrong",
        "json-torn",
        "json-fenced");
    assertThat(sink.awaitSummary().attempts()).hasSize(3);
    assertThat(sink.text()).isEqualTo("{\"a\":1}");
  }

  @Test
  void nothingIsTouchedThatIsRightOrNotAskedFor() throws Exception {
    RecordingSink right = harness.sink();
    harness.call(right, object(), Delivery.standard().healing(true), PLENTY, "json-right");
    assertThat(right.awaitSummary().adjustments()).isEmpty();
    assertThat(right.text()).isEqualTo("{\"a\": 1}");

    RecordingSink unasked = harness.sink();
    harness.call(unasked, object(), Delivery.standard(), PLENTY, "json-fenced");
    assertThat(unasked.awaitSummary().adjustments()).isEmpty();
    assertThat(unasked.text()).contains("```");

    RecordingSink torn = harness.sink();
    harness.call(torn, object(), Delivery.standard().healing(true), PLENTY, "json-torn");
    assertThat(torn.awaitSummary().adjustments()).isEmpty();
    assertThat(torn.text()).isEqualTo("{\"a\": ");

    RecordingSink prose = harness.sink();
    harness.call(
        prose,
        GenerationRequest.of(List.of(Message.user("hello"))),
        Delivery.standard().healing(true),
        PLENTY,
        "json-fenced");
    assertThat(prose.awaitSummary().adjustments()).isEmpty();
    assertThat(prose.text()).contains("```");
  }

  @ParameterizedTest
  @ValueSource(strings = {"good", "json-wrong", "json-torn"})
  void anAnswerThatBreaksTheSchemaIsAskedForElsewhereUnseen(String wrong) throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, strict(true, false), Delivery.standard(), PLENTY, wrong, "json-right");

    AnswerSummary summary = sink.awaitSummary();
    assertThat(sink.text()).isEqualTo("{\"a\": 1}");
    assertThat(sink.faults).isEmpty();
    GenerationRecord record = harness.record();
    assertThat(record.attempts()).hasSize(2);
    assertThat(requireNonNull(record.attempts().getFirst().failure()).kind())
        .isEqualTo(FailureKind.PROTOCOL_ERROR);
    // The rejected answer's cost is on record, and not the caller's.
    Leg rejected = record.legs().getLast();
    assertThat(rejected.role()).isEqualTo(Leg.Role.REJECTED);
    assertThat(requireNonNull(rejected.cost()).total()).isEqualTo(new Money(22_000));
    assertThat(requireNonNull(summary.cost()).total()).isEqualTo(new Money(22_000));
  }

  @Test
  void whereNobodyFollowsItTheCallerIsTold() throws Exception {
    RecordingSink sink = harness.sink();
    harness.call(sink, strict(true, false), Delivery.standard(), PLENTY, "json-wrong", "json-torn");

    CallFailure failure = sink.awaitFailure();
    assertThat(failure.committed()).isFalse();
    assertThat(failure.failure().message()).contains("response_format.json_schema");
    GenerationRecord record = harness.record();
    assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(record.cost()).isNull();
    assertThat(record.legs()).hasSize(2);
    assertThat(harness.released).hasValue(1);
  }

  @Test
  void onlyStrictWholeAnswersAreLookedAt() throws Exception {
    RecordingSink loose = harness.sink();
    harness.call(loose, strict(false, false), Delivery.standard(), PLENTY, "json-wrong");
    loose.awaitSummary();
    RecordingSink stream = harness.sink();
    harness.call(stream, strict(true, true), Delivery.standard(), PLENTY, "good");
    stream.awaitSummary();
    assertThat(stream.text()).isEqualTo("all is well");
  }
}
