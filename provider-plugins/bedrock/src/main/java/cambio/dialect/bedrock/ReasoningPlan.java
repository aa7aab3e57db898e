package cambio.dialect.bedrock;

import cambio.spi.EndpointSpec;
import cambio.spi.Quirks;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import cambio.wire.Adjustments;
import cambio.wire.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of reasoning. Converse has no member for it: each family of models has its own
 * within {@code additionalModelRequestFields}, and the option {@code reasoning} says which.
 *
 * <p>An effort becomes a budget by its share of the output limit (0.95 for the most, 0.8 high, 0.5
 * medium, 0.2 low, 0.1 minimal), within 1,024 and 128,000 tokens and under the limit; where the
 * model takes an effort, a budget becomes the effort whose share is nearest.
 *
 * @param thinks whether an Anthropic model thinks, which rules other parameters out
 * @param budgeted whether it does so within a budget
 * @param fields members of {@code additionalModelRequestFields} as raw JSON
 */
record ReasoningPlan(boolean thinks, boolean budgeted, Map<String, String> fields) {

  /** Nothing said. */
  static final ReasoningPlan UNSAID = new ReasoningPlan(false, false, Map.of());

  private static final int USUAL_LIMIT = 4096;
  private static final int LEAST_BUDGET = 1024;
  private static final int MOST_BUDGET = 128_000;
  private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");

  /**
   * The plan.
   *
   * @param asked the caller's limit of output tokens, or null
   */
  static ReasoningPlan of(
      ReasoningOptions options,
      @Nullable Integer asked,
      EndpointSpec endpoint,
      Adjustments adjustments) {
    return new Draft(options, asked, endpoint, adjustments).plan();
  }

  private record Draft(
      ReasoningOptions options,
      @Nullable Integer asked,
      EndpointSpec endpoint,
      Adjustments adjustments) {

    ReasoningPlan plan() {
      boolean off =
          options.effort() == ReasoningEffort.NONE || Boolean.FALSE.equals(options.enabled());
      boolean said =
          options.effort() != null || options.maxTokens() != null || options.enabled() != null;
      String family = ConverseOption.REASONING.of(quirks());
      if (!said || family.equals("none")) {
        return UNSAID;
      }
      if (off) {
        return off(family);
      }
      return switch (family) {
        case "adaptive" -> adaptive();
        case "nova" -> nova();
        case "effort" -> effortOnly();
        case "effort_object" -> effortObject(effort());
        default -> budget(family);
      };
    }

    private Quirks quirks() {
      return endpoint.quirks();
    }

    private ReasoningPlan off(String family) {
      String disabled = "{\"type\":\"disabled\"}";
      return switch (family) {
        case "effort" -> {
          adjustments.dropped("reasoning", "The model cannot be told not to reason.");
          yield UNSAID;
        }
        case "effort_object" -> {
          boolean able = ConverseOption.EFFORTS.list(quirks()).contains("none");
          if (!able) {
            adjustments.dropped("reasoning", "The model cannot be told not to reason.");
          }
          yield effortObject(able ? "none" : null);
        }
        case "nova" -> new ReasoningPlan(false, false, Map.of("reasoningConfig", disabled));
        case "reasoning_config" -> new ReasoningPlan(false, false, Map.of(family, disabled));
        default -> new ReasoningPlan(false, false, Map.of("thinking", disabled));
      };
    }

    private ReasoningPlan budget(String member) {
      int limit = limit();
      Integer wanted = options.maxTokens();
      int budget = wanted == null ? share(limit) : wanted;
      if (budget < LEAST_BUDGET) {
        adjustments.clamped("reasoning", "The smallest thinking budget is " + LEAST_BUDGET + ".");
        budget = LEAST_BUDGET;
      }
      if (asked != null && budget >= asked) {
        if (asked <= LEAST_BUDGET) {
          adjustments.dropped(
              "reasoning",
              "Thinking needs max_tokens over " + LEAST_BUDGET + "; " + asked + " was asked for.");
          return UNSAID;
        }
        adjustments.clamped(
            "reasoning", "The thinking budget must be under max_tokens: " + asked + ".");
        budget = asked - 1;
      }
      String json = "{\"type\":\"enabled\",\"budget_tokens\":" + budget + display() + "}";
      return new ReasoningPlan(true, true, Map.of(member, json));
    }

    private ReasoningPlan adaptive() {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("thinking", "{\"type\":\"adaptive\"" + display() + "}");
      String effort = effort();
      if (effort != null) {
        fields.put("output_config", "{\"effort\":" + JsonText.quote(effort) + "}");
      }
      return new ReasoningPlan(true, false, fields);
    }

    private ReasoningPlan nova() {
      String effort = effort() == null ? "medium" : effort();
      if ("high".equals(effort) && asked != null) {
        // At high effort the model takes no limit of tokens, and the caller's limit is money.
        adjustments.clamped(
            "reasoning", "The model takes the highest effort only without max_tokens.");
        effort = "medium";
      }
      String json = "{\"type\":\"enabled\",\"maxReasoningEffort\":" + JsonText.quote(effort) + "}";
      return new ReasoningPlan(false, false, Map.of("reasoningConfig", json));
    }

    private ReasoningPlan effortOnly() {
      String effort = effort();
      return effort == null
          ? UNSAID
          : new ReasoningPlan(false, false, Map.of("reasoning_effort", JsonText.quote(effort)));
    }

    private static ReasoningPlan effortObject(@Nullable String effort) {
      return effort == null
          ? UNSAID
          : new ReasoningPlan(
              false, false, Map.of("reasoning", "{\"effort\":" + JsonText.quote(effort) + "}"));
    }

    private int limit() {
      Integer known = endpoint.maxOutputTokens();
      return asked != null ? asked : known == null ? USUAL_LIMIT : known;
    }

    private int share(int limit) {
      ReasoningEffort effort = options.effort() == null ? ReasoningEffort.MEDIUM : options.effort();
      int percent =
          switch (effort) {
            case NONE -> 0;
            case MINIMAL -> 10;
            case LOW -> 20;
            case MEDIUM -> 50;
            case HIGH -> 80;
            case XHIGH, MAX -> 95;
          };
      return (int) Math.max(LEAST_BUDGET, Math.min(MOST_BUDGET, (long) limit * percent / 100));
    }

    private String display() {
      String usual = ConverseOption.THINKING_DISPLAY.of(quirks());
      String display =
          options.exclude() ? "omitted" : options.summary() != null ? "summarized" : usual;
      return display.isEmpty() ? "" : ",\"display\":" + JsonText.quote(display);
    }

    private @Nullable String effort() {
      Integer budget = options.maxTokens();
      if (budget != null) {
        String nearest = nearest(ofShare(100L * budget / Math.max(1, limit())));
        adjustments.emulated("reasoning", "The model takes an effort: " + nearest + " was sent.");
        return nearest;
      }
      ReasoningEffort effort = options.effort();
      if (effort == null) {
        return null;
      }
      String word = effort.name().toLowerCase(Locale.ROOT);
      String nearest = nearest(effort == ReasoningEffort.MINIMAL ? "low" : word);
      if (!nearest.equals(word)) {
        adjustments.clamped("reasoning", "The nearest effort of the model is " + nearest + ".");
      }
      return nearest;
    }

    private static String ofShare(long percent) {
      if (percent < 35) {
        return "low";
      }
      return percent < 65 ? "medium" : percent < 90 ? "high" : "max";
    }

    /** The allowed effort that is nearest; of two, the lesser. */
    private String nearest(String word) {
      List<String> allowed = ConverseOption.EFFORTS.list(quirks());
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
}
