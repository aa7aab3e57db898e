package cambio.dialect.anthropic;

import cambio.spi.EndpointSpec;
import cambio.spi.Quirks;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import cambio.wire.Adjustments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of thinking, and the limit of output tokens that goes with it.
 *
 * <p>An effort becomes a budget by its share of the output limit (0.95 for the most, 0.8 high, 0.5
 * medium, 0.2 low, 0.1 minimal), within 1,024 and 128,000 tokens; where the model takes an effort,
 * a budget becomes the effort whose share is nearest. The budget must be under the limit.
 *
 * @param maxTokens the limit of output tokens, thinking included
 * @param budget tokens to think with, where the mode is {@link Mode#BUDGET}
 * @param effort the wire's word, where one is sent
 * @param display {@code summarized} or {@code omitted}, where one is sent
 */
record ThinkingPlan(
    Mode mode, int maxTokens, int budget, @Nullable String effort, @Nullable String display) {

  /** Sent as the limit where neither the caller nor the catalogue names one. */
  static final int DEFAULT_MAX_TOKENS = 4096;

  private static final int LEAST_BUDGET = 1024;
  private static final int MOST_BUDGET = 128_000;
  private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");

  /** Which form thinking has on the wire. */
  enum Mode {
    /** Nothing is said. */
    UNSAID,
    DISABLED,
    BUDGET,
    ADAPTIVE
  }

  /** Whether the model thinks, as far as this request says. */
  boolean thinks() {
    return mode == Mode.BUDGET || mode == Mode.ADAPTIVE;
  }

  /** Nothing said of thinking. */
  static ThinkingPlan unsaid(@Nullable Integer asked, EndpointSpec endpoint) {
    return new ThinkingPlan(Mode.UNSAID, limit(asked, endpoint), 0, null, null);
  }

  /**
   * The plan.
   *
   * @param asked the caller's limit of output tokens, or null
   */
  static ThinkingPlan of(
      ReasoningOptions options,
      @Nullable Integer asked,
      EndpointSpec endpoint,
      Adjustments adjustments) {
    int limit = limit(asked, endpoint);
    boolean off =
        options.effort() == ReasoningEffort.NONE || Boolean.FALSE.equals(options.enabled());
    if (off) {
      return new ThinkingPlan(Mode.DISABLED, limit, 0, null, null);
    }
    boolean said =
        options.effort() != null || options.maxTokens() != null || options.enabled() != null;
    if (!said) {
      // Only how to show the reasoning, should there be any, was said.
      return new ThinkingPlan(Mode.UNSAID, limit, 0, null, null);
    }
    String display = display(options, endpoint.quirks());
    if (MessagesOption.REASONING.is(endpoint.quirks(), "adaptive")) {
      String effort = effort(options, limit, endpoint.quirks(), adjustments);
      return new ThinkingPlan(Mode.ADAPTIVE, limit, 0, effort, display);
    }
    return budget(options, asked, limit, display, adjustments);
  }

  private static int limit(@Nullable Integer asked, EndpointSpec endpoint) {
    if (asked != null) {
      return asked;
    }
    Integer known = endpoint.maxOutputTokens();
    return known == null ? DEFAULT_MAX_TOKENS : known;
  }

  private static ThinkingPlan budget(
      ReasoningOptions options,
      @Nullable Integer asked,
      int limit,
      @Nullable String display,
      Adjustments adjustments) {
    Integer wanted = options.maxTokens();
    int budget = wanted == null ? share(options.effort(), limit) : wanted;
    if (budget < LEAST_BUDGET) {
      adjustments.clamped("reasoning", "The smallest thinking budget is " + LEAST_BUDGET + ".");
      budget = LEAST_BUDGET;
    }
    if (budget < limit) {
      return new ThinkingPlan(Mode.BUDGET, limit, budget, null, display);
    }
    if (asked == null) {
      int room = (int) Math.min(Integer.MAX_VALUE, (long) budget + DEFAULT_MAX_TOKENS);
      return new ThinkingPlan(Mode.BUDGET, room, budget, null, display);
    }
    if (limit <= LEAST_BUDGET) {
      adjustments.dropped(
          "reasoning",
          "Thinking needs max_tokens over " + LEAST_BUDGET + "; " + limit + " was asked for.");
      return new ThinkingPlan(Mode.UNSAID, limit, 0, null, null);
    }
    adjustments.clamped(
        "reasoning", "The thinking budget must be under max_tokens: " + limit + ".");
    return new ThinkingPlan(Mode.BUDGET, limit, limit - 1, null, display);
  }

  private static int share(@Nullable ReasoningEffort effort, int limit) {
    long budget = (long) limit * percent(effort == null ? ReasoningEffort.MEDIUM : effort) / 100;
    return (int) Math.max(LEAST_BUDGET, Math.min(MOST_BUDGET, budget));
  }

  private static int percent(ReasoningEffort effort) {
    return switch (effort) {
      case NONE -> 0;
      case MINIMAL -> 10;
      case LOW -> 20;
      case MEDIUM -> 50;
      case HIGH -> 80;
      case XHIGH, MAX -> 95;
    };
  }

  private static @Nullable String display(ReasoningOptions options, Quirks quirks) {
    if (options.exclude()) {
      return "omitted";
    }
    String usual = MessagesOption.THINKING_DISPLAY.of(quirks);
    return options.summary() != null ? "summarized" : usual.isEmpty() ? null : usual;
  }

  private static @Nullable String effort(
      ReasoningOptions options, int limit, Quirks quirks, Adjustments adjustments) {
    Integer budget = options.maxTokens();
    if (budget != null) {
      String nearest = nearest(ofShare(100L * budget / Math.max(1, limit)), quirks);
      adjustments.emulated("reasoning", "The model takes an effort: " + nearest + " was sent.");
      return nearest;
    }
    ReasoningEffort effort = options.effort();
    if (effort == null) {
      return null;
    }
    String word =
        effort == ReasoningEffort.MINIMAL
            ? "low"
            : effort.name().toLowerCase(java.util.Locale.ROOT);
    String nearest = nearest(word, quirks);
    if (effort == ReasoningEffort.MINIMAL || !nearest.equals(word)) {
      adjustments.clamped("reasoning", "The nearest effort of the model is " + nearest + ".");
    }
    return nearest;
  }

  private static String ofShare(long percent) {
    if (percent < 35) {
      return "low";
    }
    if (percent < 65) {
      return "medium";
    }
    return percent < 90 ? "high" : "max";
  }

  /** The allowed effort that is nearest; of two, the lesser. */
  static String nearest(String word, Quirks quirks) {
    List<String> allowed = MessagesOption.EFFORTS.list(quirks);
    int wanted = EFFORTS.indexOf(word);
    String best = word;
    int least = Integer.MAX_VALUE;
    for (String candidate : EFFORTS) {
      int distance = Math.abs(EFFORTS.indexOf(candidate) - wanted);
      if (allowed.contains(candidate) && distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }
}
