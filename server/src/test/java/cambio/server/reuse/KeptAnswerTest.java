package cambio.server.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.Adjustment;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.Embedded;
import cambio.spi.event.FilterReported;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.Started;
import cambio.spi.event.TokenLogprob;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.UsageReported;
import cambio.spi.request.Modality;
import cambio.spi.request.ReasoningKind;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptAnswerTest {

  private static final List<GenerationEvent> EVERYTHING =
      List.of(
          new Started("up-1", null),
          new ReasoningDelta(0, 0, ReasoningKind.ENCRYPTED, "hm", "seal", "id", "f1"),
          new ContentDelta(0, "Grüße \"\\\n\ud83d"),
          new ContentDelta(0, "\ude00"),
          new RefusalDelta(1, "no"),
          new LogprobsReported(
              0,
              false,
              List.of(
                  new TokenLogprob(
                      "G",
                      -0.5,
                      List.of(71),
                      List.of(new TokenLogprob("H", -1, null, List.of()))))),
          new AnnotationAdded(0, "{\"type\":\"x\"}"),
          new FilterReported(null, "{\"hate\":{}}"),
          new FilterReported(0, "{}"),
          new ToolCallDelta(0, 0, "call_1", "f", "{\"a\":", "seal"),
          new MediaDelta(0, 0, Modality.IMAGE, "image/png", "AAAA", null, null, null),
          new Opaque("openai-chat", "{}"),
          new Finished(0, FinishReason.TOOL_CALL, "tool_use"));

  private static KeptAnswer kept(List<GenerationEvent> events) {
    return new KeptAnswer(
        "gen_1",
        "a/b",
        "p",
        "p:a/b",
        1_000,
        2_000,
        List.of(Adjustment.dropped("top_k", "unknown there")),
        events);
  }

  @Test
  void everyEventComesBackAsItWas() {
    KeptAnswer kept = kept(EVERYTHING);
    assertThat(KeptAnswer.of(kept.toBytes())).isEqualTo(kept);
    Set<Class<?>> kinds = new HashSet<>(Set.of(Embedded.class, UsageReported.class));
    EVERYTHING.forEach(event -> kinds.add(event.getClass()));
    assertThat(kinds).containsExactlyInAnyOrder(GenerationEvent.class.getPermittedSubclasses());
  }

  @Test
  void vectorsComeBackToTheLastBit() {
    float[] vector = {0.1f, -1e-30f, Float.MIN_VALUE, 3.4028235e38f};
    KeptAnswer kept = kept(List.of(new Embedded(List.of(vector))));
    KeptAnswer read = Objects.requireNonNull(KeptAnswer.of(kept.toBytes()));
    assertThat(((Embedded) read.events().getFirst()).vectors().getFirst()).containsExactly(vector);
  }

  @Test
  void bytesOfAnotherKindAreNone() {
    assertThat(KeptAnswer.of("[]".getBytes(StandardCharsets.UTF_8))).isNull();
    assertThat(KeptAnswer.of("{\"v\":9}".getBytes(StandardCharsets.UTF_8))).isNull();
    assertThat(KeptAnswer.of(new byte[] {0, 1, 2})).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "STOP, true",
    "TOOL_CALL, true",
    "LENGTH, false",
    "CONTENT_FILTER, false",
    "ERROR, false"
  })
  void onlyWholeAnswersAreWorthKeeping(FinishReason reason, boolean worth) {
    assertThat(KeptAnswer.worthIt(List.of(new ContentDelta(0, "x"), new Finished(0, reason, null))))
        .isEqualTo(worth);
    assertThat(KeptAnswer.worthIt(List.of(new ContentDelta(0, "x")))).isFalse();
  }
}
