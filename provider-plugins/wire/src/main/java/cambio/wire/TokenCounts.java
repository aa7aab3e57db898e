package cambio.wire;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.event.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Collects a provider's token counts, each from {@link JsonReader#count}, and makes a {@link Usage}
 * of them. One absurd count (negative, over 2^31-1, no integer) or a part over its whole makes the
 * whole usage missing, so that money is never made from nonsense.
 */
public final class TokenCounts {

  /** The provider gave no count. */
  public static final int ABSENT = -1;

  /** The provider gave something that is no count. */
  public static final int ABSURD = -2;

  /** What is counted. */
  public enum Kind {
    INPUT,
    CACHED_INPUT,
    CACHE_WRITE,
    LONG_CACHE_WRITE,
    OUTPUT,
    REASONING,
    INPUT_AUDIO,
    OUTPUT_AUDIO,
    INPUT_IMAGE,
    OUTPUT_IMAGE,
    ACCEPTED_PREDICTION,
    REJECTED_PREDICTION,
    /** The provider's own sum; not part of {@link Usage}, but tells how it counts. */
    TOTAL
  }

  private static final Kind[] KINDS = Kind.values();

  private final int[] counts = new int[KINDS.length];
  private boolean absurd;

  /** No counts yet. */
  public TokenCounts() {
    clear();
  }

  /** Forgets everything. */
  public void clear() {
    java.util.Arrays.fill(counts, ABSENT);
    absurd = false;
  }

  /** Takes a count; {@link #ABSENT} leaves what is there. */
  public TokenCounts put(Kind kind, int count) {
    if (count == ABSURD) {
      absurd = true;
    } else if (count != ABSENT) {
      counts[kind.ordinal()] = count;
    }
    return this;
  }

  /**
   * Adds to a count, for dialects that count parts beside their whole; absent parts add nothing.
   */
  public TokenCounts add(Kind kind, int count) {
    if (count == ABSURD) {
      absurd = true;
    } else if (count != ABSENT) {
      long sum = (long) get(kind) + count;
      absurd |= sum > Integer.MAX_VALUE;
      counts[kind.ordinal()] = (int) Math.min(sum, Integer.MAX_VALUE);
    }
    return this;
  }

  /**
   * The count that a body has under this member: the answer to the question how long a prompt is.
   *
   * @throws FailureException where it has none that makes sense
   */
  public static int inBody(byte[] body, String member) {
    int count = ABSENT;
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        if (name.equals(member)) {
          count = json.count();
        } else {
          json.skip();
        }
      }
      json.requireEnd();
    } catch (IOException e) {
      count = ABSURD;
    }
    if (count < 0) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR, "The provider's token count cannot be read; try again."));
    }
    return count;
  }

  /** The count, 0 where it is absent. */
  public int get(Kind kind) {
    return Math.max(0, counts[kind.ordinal()]);
  }

  /** Whether the provider gave the count. */
  public boolean has(Kind kind) {
    return counts[kind.ordinal()] != ABSENT;
  }

  /** The usage; null where neither input nor output was counted or something is absurd. */
  public @Nullable Usage toUsage() {
    boolean counted = has(Kind.INPUT) || has(Kind.OUTPUT);
    if (absurd || !counted || !consistent()) {
      return null;
    }
    return new Usage(
        get(Kind.INPUT),
        get(Kind.CACHED_INPUT),
        get(Kind.CACHE_WRITE),
        get(Kind.LONG_CACHE_WRITE),
        get(Kind.OUTPUT),
        get(Kind.REASONING),
        get(Kind.INPUT_AUDIO),
        get(Kind.OUTPUT_AUDIO),
        get(Kind.INPUT_IMAGE),
        get(Kind.OUTPUT_IMAGE),
        get(Kind.ACCEPTED_PREDICTION),
        get(Kind.REJECTED_PREDICTION));
  }

  private boolean consistent() {
    long input = get(Kind.INPUT);
    long output = get(Kind.OUTPUT);
    return (long) get(Kind.CACHED_INPUT) + get(Kind.CACHE_WRITE) <= input
        && get(Kind.LONG_CACHE_WRITE) <= get(Kind.CACHE_WRITE)
        && get(Kind.INPUT_AUDIO) <= input
        && get(Kind.INPUT_IMAGE) <= input
        && get(Kind.REASONING) <= output
        && get(Kind.OUTPUT_AUDIO) <= output
        && get(Kind.OUTPUT_IMAGE) <= output;
  }
}
