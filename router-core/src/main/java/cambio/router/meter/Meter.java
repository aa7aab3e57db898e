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
 * was seen: four characters a token for text that is mostly ASCII, one and a half for the rest, and
 * never 0 once anything was generated; the input is the planner's estimate.
 */
public final class Meter {

  private static final double ASCII_CHARS_PER_TOKEN = 4;
  private static final double OTHER_CHARS_PER_TOKEN = 1.5;
  private static final long NEVER = -1;

  private final int estimatedInputTokens;
  private final List<Finished> finishes = new ArrayList<>(1);
  private @Nullable Usage reported;
  private long asciiChars;
  private long otherChars;
  private long reasoningAsciiChars;
  private long reasoningOtherChars;
  private long asciiReported;
  private long otherReported;
  private long events;
  private long firstRealNanos = NEVER;
  private long lastNanos = NEVER;

  /**
   * A meter at zero.
   *
   * @param estimatedInputTokens the prompt's length, should the provider not say
   */
  public Meter(int estimatedInputTokens) {
    this.estimatedInputTokens = estimatedInputTokens;
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
      case ContentDelta delta -> count(delta.text());
      case RefusalDelta delta -> count(delta.text());
      case ReasoningDelta delta -> countReasoning(delta);
      case ToolCallDelta delta -> {
        if (delta.name() != null) {
          count(delta.name());
        }
        count(delta.arguments());
      }
      case MediaDelta delta -> {
        if (delta.transcript() != null) {
          count(delta.transcript());
        }
      }
      case UsageReported report -> {
        reported = report.usage();
        asciiReported = asciiChars + reasoningAsciiChars;
        otherReported = otherChars + reasoningOtherChars;
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
    int since =
        tokens(
            asciiChars + reasoningAsciiChars - asciiReported,
            otherChars + reasoningOtherChars - otherReported);
    return finishes.isEmpty() && since > 0 ? provider.withMoreOutput(since) : provider;
  }

  private Usage estimate() {
    int reasoning = tokens(reasoningAsciiChars, reasoningOtherChars);
    long output = (long) tokens(asciiChars, otherChars) + reasoning;
    if (output == 0 && firstRealNanos != NEVER && !onlyFinished()) {
      output = 1;
    }
    return new Usage(
        estimatedInputTokens,
        0,
        0,
        0,
        (int) Math.min(output, Integer.MAX_VALUE),
        reasoning,
        0,
        0,
        0,
        0,
        0,
        0);
  }

  /** Whether the only real events were ends: a provider that says nothing generated nothing. */
  private boolean onlyFinished() {
    return asciiChars + otherChars + reasoningAsciiChars + reasoningOtherChars == 0
        && !finishes.isEmpty();
  }

  private void count(String text) {
    int ascii = ascii(text);
    asciiChars += ascii;
    otherChars += text.length() - ascii;
  }

  private void countReasoning(ReasoningDelta delta) {
    if (delta.kind() == ReasoningKind.ENCRYPTED) {
      // Encrypted data is base64 of the text: three quarters of it are bytes of the original.
      reasoningAsciiChars += delta.text().length() * 3L / 4;
      return;
    }
    int ascii = ascii(delta.text());
    reasoningAsciiChars += ascii;
    reasoningOtherChars += delta.text().length() - ascii;
  }

  private static int ascii(String text) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x80) {
        count++;
      }
    }
    return count;
  }

  private static int tokens(long ascii, long other) {
    double tokens = Math.ceil(ascii / ASCII_CHARS_PER_TOKEN + other / OTHER_CHARS_PER_TOKEN);
    return (int) Math.min(tokens, Integer.MAX_VALUE);
  }

  private static @Nullable Duration duration(long nanos) {
    return nanos == NEVER ? null : Duration.ofNanos(nanos);
  }
}
