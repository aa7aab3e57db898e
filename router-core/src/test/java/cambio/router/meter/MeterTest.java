package cambio.router.meter;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.meter.MeterReading.Source;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.Started;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.spi.request.Modality;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeterTest {

  private static final long MILLI = 1_000_000;

  private final Meter meter = new Meter(Usage.of(50, 7));

  @Test
  void soundWithoutAReportIsCountedByItsLength() {
    Meter speaking = new Meter(Usage.of(90, 7).withAudio(80, 7));
    speaking.accept(sound("A".repeat(6_400), "he"), MILLI);
    speaking.accept(sound("A".repeat(3_200), "llo"), 2 * MILLI);
    // 7,200 bytes are three times 50 ms; the transcript is text of two pieces.
    assertThat(speaking.reading().usage()).isEqualTo(Usage.of(90, 5).withAudio(80, 3));
    speaking.accept(new UsageReported(Usage.of(95, 60).withAudio(85, 50)), 3 * MILLI);
    assertThat(speaking.reading().usage()).isEqualTo(Usage.of(95, 60).withAudio(85, 50));
    speaking.accept(sound("A".repeat(3_200), null), 4 * MILLI);
    assertThat(speaking.reading().usage()).isEqualTo(Usage.of(95, 61).withAudio(85, 51));
  }

  private static MediaDelta sound(String data, @Nullable String transcript) {
    return new MediaDelta(0, 0, Modality.AUDIO, "audio/pcm16", data, null, transcript, "id");
  }

  @Test
  void theLastReportOfUsageCounts() {
    meter.accept(new UsageReported(Usage.of(10, 1)), MILLI);
    meter.accept(new ContentDelta(0, "hello"), 2 * MILLI);
    meter.accept(new UsageReported(Usage.of(10, 7)), 3 * MILLI);
    assertThat(meter.reading().usage()).isEqualTo(Usage.of(10, 7));
    assertThat(meter.reading().source()).isEqualTo(Source.REPORTED);
  }

  @Test
  void withoutAReportTheAnswerIsEstimatedByItsCharacters() {
    meter.accept(new ContentDelta(0, "x".repeat(40)), MILLI);
    meter.accept(ReasoningDelta.text(0, "y".repeat(20)), MILLI);
    meter.accept(new ToolCallDelta(0, 0, "id", "search", "{\"a\":1}   "), MILLI);
    MeterReading reading = meter.reading();
    assertThat(reading.source()).isEqualTo(Source.ESTIMATED);
    assertThat(reading.usage().inputTokens()).isEqualTo(50);
    assertThat(reading.usage().outputTokens()).isEqualTo(14 + 5);
    assertThat(reading.usage().reasoningTokens()).isEqualTo(5);
  }

  @Test
  void chineseHasFewerCharactersATokenThanEnglish() {
    meter.accept(new ContentDelta(0, "你好世界吗啊"), MILLI);
    assertThat(meter.reading().usage().outputTokens()).isEqualTo(4);
  }

  @Test
  void aPieceIsAtLeastAToken() {
    for (int i = 0; i < 50; i++) {
      meter.accept(new ContentDelta(0, i % 2 == 0 ? "," : ""), MILLI);
      meter.accept(ReasoningDelta.text(0, "."), MILLI);
    }
    assertThat(meter.reading().usage().outputTokens()).isEqualTo(25 + 50);
    assertThat(meter.reading().usage().reasoningTokens()).isEqualTo(50);
    meter.accept(new UsageReported(Usage.of(10, 3)), MILLI);
    meter.accept(new ContentDelta(0, "a"), MILLI);
    meter.accept(new ContentDelta(0, "b"), MILLI);
    assertThat(meter.reading().usage()).isEqualTo(Usage.of(10, 5));
  }

  @Test
  void anEmptyAnswerHasNoTokens() {
    meter.accept(new Started("id", "m"), MILLI);
    meter.accept(new Finished(0, FinishReason.STOP, null), 2 * MILLI);
    assertThat(meter.reading().usage().outputTokens()).isZero();
  }

  @Test
  void whateverWasGeneratedIsAtLeastOneToken() {
    meter.accept(new ContentDelta(0, "."), MILLI);
    assertThat(meter.reading().usage().outputTokens()).isEqualTo(1);
  }

  @Test
  void timeToFirstEventIsThatOfTheFirstRealOne() {
    meter.accept(new Started(null, null), 5 * MILLI);
    meter.accept(new ContentDelta(0, ""), 6 * MILLI);
    assertThat(meter.reading().timeToFirstEvent()).isNull();
    meter.accept(new ContentDelta(0, "a"), 8 * MILLI);
    meter.accept(new Finished(0, FinishReason.LENGTH, "max_tokens"), 20 * MILLI);
    MeterReading reading = meter.reading();
    assertThat(reading.timeToFirstEvent()).isEqualTo(Duration.ofMillis(8));
    assertThat(reading.lastEventAt()).isEqualTo(Duration.ofMillis(20));
    assertThat(reading.events()).isEqualTo(4);
    assertThat(reading.finishes())
        .containsExactly(new Finished(0, FinishReason.LENGTH, "max_tokens"));
  }

  @Test
  void throughputCountsTheWaitForTheFirstToken() {
    meter.accept(new ContentDelta(0, "a"), 500 * MILLI);
    meter.accept(new UsageReported(Usage.of(5, 100)), 2_000 * MILLI);
    assertThat(meter.reading().throughput()).isEqualTo(50);
    assertThat(new Meter(Usage.of(1, 7)).reading().throughput()).isNaN();
  }

  @Test
  void whatCameAfterACountThatIsNotTheLastWordIsAdded() {
    Meter broken = new Meter(Usage.of(10, 7));
    broken.accept(new UsageReported(Usage.of(50, 1)), 1);
    broken.accept(new ContentDelta(0, "abcdefgh"), 2);
    assertThat(broken.reading().usage()).isEqualTo(Usage.of(50, 3));
    assertThat(broken.reading().source()).isEqualTo(MeterReading.Source.ESTIMATED);
    broken.accept(new UsageReported(Usage.of(50, 2)), 3);
    assertThat(broken.reading().usage()).isEqualTo(Usage.of(50, 2));
    assertThat(broken.reading().source()).isEqualTo(MeterReading.Source.REPORTED);
  }

  @Test
  void aFinishedAnswerIsWhatTheProviderCounted() {
    Meter meter = new Meter(Usage.of(10, 7));
    meter.accept(new UsageReported(Usage.of(50, 1)), 1);
    meter.accept(new ContentDelta(0, "abcdefgh"), 2);
    meter.accept(new Finished(0, FinishReason.STOP, "stop"), 3);
    assertThat(meter.reading().usage()).isEqualTo(Usage.of(50, 1));
  }
}
