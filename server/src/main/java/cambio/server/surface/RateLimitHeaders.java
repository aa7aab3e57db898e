package cambio.server.surface;

import cambio.server.execution.RateLimitState;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How a caller is told of its limits. */
public final class RateLimitHeaders {

  private RateLimitHeaders() {}

  /** {@code Retry-After} in whole seconds, rounded up, at least 1. */
  public static void retryAfter(HttpHeadersBuilder headers, @Nullable Duration wait) {
    if (wait != null) {
      headers.set("retry-after", Long.toString(seconds(wait)));
    }
  }

  /** A time to wait in whole seconds, rounded up, at least 1. */
  public static long seconds(Duration wait) {
    return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
  }

  /** {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset} (epoch milliseconds). */
  public static void refusal(
      HttpHeadersBuilder headers, @Nullable RateLimitState state, InstantSource clock) {
    if (state != null) {
      headers.set("x-ratelimit-limit", Long.toString(state.limit()));
      headers.set("x-ratelimit-remaining", Long.toString(state.remaining()));
      long reset = clock.millis() + state.resetAfter().toMillis();
      headers.set("x-ratelimit-reset", Long.toString(reset));
    }
  }

  /** OpenAI's names, which come with every answer. */
  public static void requests(HttpHeadersBuilder headers, @Nullable RateLimitState state) {
    if (state != null) {
      headers.set("x-ratelimit-limit-requests", Long.toString(state.limit()));
      headers.set("x-ratelimit-remaining-requests", Long.toString(state.remaining()));
      headers.set("x-ratelimit-reset-requests", state.resetAfter().toMillis() + "ms");
    }
  }
}
