package cambio.dialect.cohere;

import cambio.spi.EndpointSpec;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import cambio.wire.Adjustments;
import cambio.wire.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * What is said of thinking. An effort becomes its share of the output limit (0.95 for the most, 0.8
 * high, 0.5 medium, 0.2 low, 0.1 minimal), at least 1,024 tokens.
 *
 * @param enabled whether to think; null where nothing is said
 * @param budget tokens to think with; null where none is said
 */
record ThinkingPlan(@Nullable Boolean enabled, @Nullable Integer budget) {

  private static final int LEAST_OF_EFFORT = 1024;
  private static final int MOST_OF_EFFORT = 128_000;

  /** The output limit of the provider's first model that thinks. */
  private static final int USUAL_LIMIT = 32_000;

  private static final ThinkingPlan UNSAID = new ThinkingPlan(null, null);

  static ThinkingPlan of(
      @Nullable ReasoningOptions options,
      @Nullable Integer maxTokens,
      EndpointSpec endpoint,
      Adjustments adjustments) {
    if (options == null) {
      return UNSAID;
    }
    if (options.exclude()) {
      adjustments.dropped("reasoning.exclude", "The dialect always shows the model's thoughts.");
    }
    ReasoningEffort effort = options.effort();
    if (effort == ReasoningEffort.NONE || Boolean.FALSE.equals(options.enabled())) {
      return new ThinkingPlan(false, null);
    }
    Integer asked = options.maxTokens();
    if (asked == null && effort == null) {
      return options.enabled() == null ? UNSAID : new ThinkingPlan(true, null);
    }
    if (CohereOption.REASONING.is(endpoint.quirks(), "switch")) {
      adjustments.dropped("reasoning", "The model's thinking can be switched but not measured.");
      return new ThinkingPlan(true, null);
    }
    return new ThinkingPlan(true, asked != null ? asked : budget(effort, maxTokens, endpoint));
  }

  /** Writes {@code thinking}; nothing where there is nothing to say. */
  void write(ChatEncoder body) {
    if (enabled == null) {
      return;
    }
    JsonWriter json = body.name("thinking").object();
    json.member("type", enabled ? "enabled" : "disabled").member("token_budget", budget).end();
  }

  private static int budget(
      @Nullable ReasoningEffort effort, @Nullable Integer maxTokens, EndpointSpec endpoint) {
    Integer known = endpoint.maxOutputTokens();
    int limit = maxTokens != null ? maxTokens : known == null ? USUAL_LIMIT : known;
    long share = (long) limit * percent(effort) / 100;
    return (int) Math.max(LEAST_OF_EFFORT, Math.min(MOST_OF_EFFORT, share));
  }

  private static int percent(@Nullable ReasoningEffort effort) {
    return switch (effort) {
      case null -> 50;
      case NONE -> 0;
      case MINIMAL -> 10;
      case LOW -> 20;
      case MEDIUM -> 50;
      case HIGH -> 80;
      case XHIGH, MAX -> 95;
    };
  }
}
