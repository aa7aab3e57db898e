package cambio.dialect.gemini;

import cambio.spi.EndpointSpec;
import cambio.spi.Quirks;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import cambio.wire.Adjustments;
import cambio.wire.JsonWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is said of thinking.
 *
 * <p>Where the model takes a budget, an effort becomes its share of the output limit (0.95 for the
 * most, 0.8 high, 0.5 medium, 0.2 low, 0.1 minimal), at least 1,024 and within the endpoint's
 * limits. Where it takes a level, an effort becomes the nearest level and a budget the level whose
 * share is nearest.
 *
 * @param budget tokens to think with, -1 where the model decides; null where none is said
 * @param level the wire's word; null where none is said
 * @param shown whether thoughts are part of the answer
 */
record ThinkingPlan(@Nullable Integer budget, @Nullable String level, boolean shown) {

  private static final int DYNAMIC = -1;
  private static final int LEAST_OF_EFFORT = 1024;
  private static final int MOST_OF_EFFORT = 128_000;

  /** The usual output limit of the models of this dialect. */
  private static final int USUAL_LIMIT = 65_536;

  private static final List<String> LEVELS = List.of("minimal", "low", "medium", "high");

  static ThinkingPlan of(
      ReasoningOptions options,
      @Nullable Integer maxTokens,
      EndpointSpec endpoint,
      Adjustments adjustments) {
    Quirks quirks = endpoint.quirks();
    boolean off =
        options.effort() == ReasoningEffort.NONE || Boolean.FALSE.equals(options.enabled());
    int limit = limit(maxTokens, endpoint);
    if (GeminiOption.REASONING.is(quirks, "level")) {
      return new ThinkingPlan(
          null,
          off ? off(quirks, adjustments) : level(options, limit, quirks, adjustments),
          !off && !options.exclude());
    }
    if (off) {
      return new ThinkingPlan(within(0, quirks, adjustments), null, false);
    }
    return new ThinkingPlan(budget(options, limit, quirks, adjustments), null, !options.exclude());
  }

  /** Writes {@code thinkingConfig}; nothing where there is nothing to say. */
  void write(JsonWriter json) {
    if (budget == null && level == null && !shown) {
      return;
    }
    json.name("thinkingConfig").object();
    json.member("thinkingBudget", budget).member("thinkingLevel", level);
    if (shown) {
      json.member("includeThoughts", true);
    }
    json.end();
  }

  private static int limit(@Nullable Integer asked, EndpointSpec endpoint) {
    Integer known = endpoint.maxOutputTokens();
    return asked != null ? asked : known == null ? USUAL_LIMIT : known;
  }

  private static @Nullable Integer budget(
      ReasoningOptions options, int limit, Quirks quirks, Adjustments adjustments) {
    Integer asked = options.maxTokens();
    if (asked != null) {
      return within(asked, quirks, adjustments);
    }
    ReasoningEffort effort = options.effort();
    if (effort == null) {
      return options.enabled() == null ? null : Integer.valueOf(DYNAMIC);
    }
    long share = (long) limit * percent(effort) / 100;
    long bounded = Math.max(LEAST_OF_EFFORT, Math.min(MOST_OF_EFFORT, share));
    // An effort asks for a share, not for a number: the model's own limits change nothing of it.
    int most = GeminiOption.MOST_BUDGET.number(quirks);
    int least = GeminiOption.LEAST_BUDGET.number(quirks);
    return (int) Math.max(least, Math.min(most, bounded));
  }

  private static int within(int asked, Quirks quirks, Adjustments adjustments) {
    int least = GeminiOption.LEAST_BUDGET.number(quirks);
    int most = GeminiOption.MOST_BUDGET.number(quirks);
    int budget = Math.max(least, Math.min(most, asked));
    if (budget != asked) {
      adjustments.clamped(
          "reasoning", "The model's thinking budget is " + least + " to " + most + " tokens.");
    }
    return budget;
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

  /** A model with levels cannot be told not to think. */
  private static String off(Quirks quirks, Adjustments adjustments) {
    String least = nearest("minimal", quirks);
    adjustments.clamped("reasoning", "The model always thinks: its least level was sent.");
    return least;
  }

  private static @Nullable String level(
      ReasoningOptions options, int limit, Quirks quirks, Adjustments adjustments) {
    Integer budget = options.maxTokens();
    if (budget != null) {
      String level = nearest(ofShare(100L * budget / Math.max(1, limit)), quirks);
      adjustments.emulated("reasoning", "The model takes a level: " + level + " was sent.");
      return level;
    }
    ReasoningEffort effort = options.effort();
    if (effort == null) {
      return null;
    }
    String word =
        switch (effort) {
          case NONE, MINIMAL -> "minimal";
          case LOW, MEDIUM, HIGH -> effort.name().toLowerCase(Locale.ROOT);
          case XHIGH, MAX -> "high";
        };
    String nearest = nearest(word, quirks);
    if (!nearest.equals(effort.name().toLowerCase(Locale.ROOT))) {
      adjustments.clamped("reasoning", "The nearest level of the model is " + nearest + ".");
    }
    return nearest;
  }

  private static String ofShare(long percent) {
    if (percent < 15) {
      return "minimal";
    }
    if (percent < 35) {
      return "low";
    }
    return percent < 65 ? "medium" : "high";
  }

  /** The allowed level that is nearest; of two, the lesser. */
  private static String nearest(String word, Quirks quirks) {
    List<String> allowed = GeminiOption.LEVELS.list(quirks);
    int wanted = LEVELS.indexOf(word);
    String best = word;
    int least = Integer.MAX_VALUE;
    for (String candidate : LEVELS) {
      int distance = Math.abs(LEVELS.indexOf(candidate) - wanted);
      if (allowed.contains(candidate) && distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }
}
