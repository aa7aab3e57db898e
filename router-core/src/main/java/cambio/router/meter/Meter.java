package cambio.router.meter;

import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.Embedded;
import cambio.spi.event.FilterReported;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.Started;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.spi.request.Modality;
import cambio.spi.request.ReasoningKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts one attempt from its events. Belongs to one attempt and is not safe for use by several
 * threads at once; {@link #reading} may be asked at any time between events.
 *
 * <p>The provider's last report of usage counts. Where none came, the output is estimated from what
 * was seen ({@link TextCount}, {@link SoundCount}), and is never 0 once anything was generated; the
 * input is the planner's estimate.
 */
public final class Meter {

  private static final long NEVER = -1;

  private final Usage expected;
  private final List<Finished> finishes = new ArrayList<>(1);
  private @Nullable Usage reported;
  private final TextCount answer = new TextCount();
  private final TextCount reasoning = new TextCount();
  private TextCount answerReported = new TextCount();
  private TextCount reasoningReported = new TextCount();
  private final SoundCount sound = new SoundCount();
  private long soundReported;
  private long events;
  private long firstRealNanos = NEVER;
  private long lastNanos = NEVER;

  /**
   * A meter at zero.
   *
   * @param expected whose prompt counts, should the provider not say
   */
  public Meter(Usage expected) {
    this.expected = expected;
  }

  /**
   * Counts an event.
   *
   * @param elapsedNanos since the attempt began, by a clock that does not go backwards
   */
  public void accept(GenerationEvent event, long elapsedNanos) {
    events++;
    lastNanos = elapsedNanos;
    if (firstRealNanos == NEVER && event.real()) {
      firstRealNanos = elapsedNanos;
    }
    switch (event) {
      case ContentDelta delta -> answer.add(delta.text());
      case RefusalDelta delta -> answer.add(delta.text());
      case ReasoningDelta delta -> countReasoning(delta);
      case ToolCallDelta delta -> {
        if (delta.name() != null) {
          answer.add(delta.name());
        }
        answer.add(delta.arguments());
      }
      case MediaDelta delta -> countMedia(delta);
      case UsageReported report -> {
        reported = report.usage();
        answerReported = answer.copy();
        reasoningReported = reasoning.copy();
        soundReported = sound.tokens();
      }
      case Finished finished -> finishes.add(finished);
      case Started started -> {}
      case AnnotationAdded annotation -> {}
      case LogprobsReported logprobs -> {}
      case Embedded embedded -> {}
      case FilterReported report -> {}
      case Opaque opaque -> {}
    }
  }

  /** The state of the count. */
  public MeterReading reading() {
    Usage usage = usage();
    return new MeterReading(
        usage,
        usage.equals(reported) ? MeterReading.Source.REPORTED : MeterReading.Source.ESTIMATED,
        finishes,
        events,
        duration(firstRealNanos),
        duration(lastNanos));
  }

  /**
   * The provider's last count. Where the answer has not ended, what came after that count is added:
   * a provider that counts the prompt first and breaks off later has not counted the answer.
   */
  private Usage usage() {
    Usage provider = reported;
    if (provider == null) {
      return estimate();
    }
    long since =
        (long) answer.since(answerReported).tokens() + reasoning.since(reasoningReported).tokens();
    long spoken = sound.tokens() - soundReported;
    return finishes.isEmpty() && since + spoken > 0
        ? provider.withMoreOutput(clamped(since + spoken), clamped(spoken))
        : provider;
  }

  private Usage estimate() {
    int thought = reasoning.tokens();
    long spoken = sound.tokens();
    long output = (long) answer.tokens() + thought + spoken;
    if (output == 0 && firstRealNanos != NEVER && !onlyFinished()) {
      output = 1;
    }
    int whole = clamped(output);
    return new Usage(
        expected.inputTokens(),
        0,
        0,
        0,
        whole,
        thought,
        expected.inputAudioTokens(),
        (int) Math.min(spoken, whole),
        0,
        0,
        0,
        0);
  }

  private static int clamped(long tokens) {
    return (int) Math.min(tokens, Integer.MAX_VALUE);
  }

  /** Whether the only real events were ends: a provider that says nothing generated nothing. */
  private boolean onlyFinished() {
    return answer.isEmpty() && reasoning.isEmpty() && !finishes.isEmpty();
  }

  private void countMedia(MediaDelta delta) {
    if (delta.transcript() != null) {
      answer.add(delta.transcript());
    }
    if (delta.modality() == Modality.AUDIO) {
      sound.add(delta.data());
    }
  }

  private void countReasoning(ReasoningDelta delta) {
    if (delta.kind() == ReasoningKind.ENCRYPTED) {
      reasoning.addEncrypted(delta.text());
    } else {
      reasoning.add(delta.text());
    }
  }

  private static @Nullable Duration duration(long nanos) {
    return nanos == NEVER ? null : Duration.ofNanos(nanos);
  }
}
