package cambio.router.health;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt ended, as far as health goes.
 *
 * @param timeToFirstEvent seconds; {@link Double#NaN} where none came
 * @param throughput output tokens a second, the wait for the first one included; {@link Double#NaN}
 *     where not known
 * @param inputTokens the prompt's length, 0 where not known
 * @param cachedInputTokens of these, read from the provider's cache
 * @param toolCalls answers that called tools
 * @param invalidToolCalls of these, with arguments that are no JSON or break the tool's schema, or
 *     with a name that was not offered
 * @param retryAfter how long the provider asks to wait
 * @param startedAt when the attempt began; null where not known
 */
public record Outcome(
    Kind kind,
    double timeToFirstEvent,
    double throughput,
    int inputTokens,
    int cachedInputTokens,
    int toolCalls,
    int invalidToolCalls,
    @Nullable Duration retryAfter,
    @Nullable Instant startedAt) {

  /** What an attempt says. */
  public enum Kind {
    /** The endpoint works. */
    SUCCESS,
    /** It failed through its own fault. */
    DROPPED,
    /** It failed because it has too much to do: it says so, or did not answer in time. */
    OVERLOADED,
    /** It limits our pace with this credential. */
    RATE_LIMITED,
    /** The provider refuses the credential; the endpoint may be well. */
    CREDENTIAL_REFUSED,
    /** Nothing. */
    IGNORED
  }

  /** A success with its times. */
  public static Outcome success(double timeToFirstEvent, double throughput) {
    return new Outcome(Kind.SUCCESS, timeToFirstEvent, throughput, 0, 0, 0, 0, null, null);
  }

  /** An outcome without figures. */
  public static Outcome of(Kind kind) {
    return new Outcome(kind, Double.NaN, Double.NaN, 0, 0, 0, 0, null, null);
  }

  /** A rate limit; null where the provider does not say how long. */
  public static Outcome rateLimited(@Nullable Duration retryAfter) {
    return new Outcome(Kind.RATE_LIMITED, Double.NaN, Double.NaN, 0, 0, 0, 0, retryAfter, null);
  }

  /** This outcome of an attempt whose first event came after so many seconds, or NaN. */
  public Outcome withFirstEvent(double seconds) {
    return new Outcome(
        kind,
        seconds,
        throughput,
        inputTokens,
        cachedInputTokens,
        toolCalls,
        invalidToolCalls,
        retryAfter,
        startedAt);
  }

  /** This outcome with the prompt's counts. */
  public Outcome withInput(int tokens, int cachedTokens) {
    return new Outcome(
        kind,
        timeToFirstEvent,
        throughput,
        tokens,
        cachedTokens,
        toolCalls,
        invalidToolCalls,
        retryAfter,
        startedAt);
  }

  /** This outcome with one answer that called tools. */
  public Outcome withToolCall(boolean valid) {
    return new Outcome(
        kind,
        timeToFirstEvent,
        throughput,
        inputTokens,
        cachedInputTokens,
        1,
        valid ? 0 : 1,
        retryAfter,
        startedAt);
  }

  /** This outcome of an attempt that began then. */
  public Outcome withStart(Instant instant) {
    return new Outcome(
        kind,
        timeToFirstEvent,
        throughput,
        inputTokens,
        cachedInputTokens,
        toolCalls,
        invalidToolCalls,
        retryAfter,
        instant);
  }
}
