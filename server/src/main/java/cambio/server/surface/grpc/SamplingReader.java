package cambio.server.surface.grpc;

import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningOptions;
import cambio.spi.request.SamplingOptions;
import cambio.v1.GenerationSpec;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads how tokens are drawn and how much the model is to think. */
final class SamplingReader {

  private static final double MOST_BIAS = 100;

  private final Violations violations;

  SamplingReader(Violations violations) {
    this.violations = violations;
  }

  SamplingOptions sampling(GenerationSpec spec) {
    return new SamplingOptions(
        violations.number(spec.hasTemperature(), "temperature", spec.getTemperature(), 0, 2),
        violations.positive(spec.hasTopP(), "top_p", spec.getTopP(), 1),
        violations.integer(spec.hasTopK(), "top_k", spec.getTopK(), 0, Integer.MAX_VALUE),
        violations.number(spec.hasTopA(), "top_a", spec.getTopA(), 0, 1),
        violations.number(spec.hasMinP(), "min_p", spec.getMinP(), 0, 1),
        violations.number(
            spec.hasFrequencyPenalty(), "frequency_penalty", spec.getFrequencyPenalty(), -2, 2),
        violations.number(
            spec.hasPresencePenalty(), "presence_penalty", spec.getPresencePenalty(), -2, 2),
        violations.positive(
            spec.hasRepetitionPenalty(), "repetition_penalty", spec.getRepetitionPenalty(), 2),
        spec.hasSeed() ? spec.getSeed() : null,
        bias(spec));
  }

  private Map<String, Double> bias(GenerationSpec spec) {
    Map<String, Double> bias = new TreeMap<>();
    spec.getLogitBiasMap()
        .forEach((token, value) -> {
          String field = "logit_bias[" + token + "]";
          violations.require(token >= 0, field, "a negative token id");
          Double within = violations.number(true, field, value, -MOST_BIAS, MOST_BIAS);
          if (within != null) {
            bias.put(Integer.toString(token), within);
          }
        });
    return bias;
  }

  @Nullable ReasoningOptions reasoning(GenerationSpec spec) {
    if (!spec.hasReasoning()) {
      return null;
    }
    cambio.v1.ReasoningOptions reasoning = spec.getReasoning();
    return new ReasoningOptions(
        reasoning.hasEffort() ? effort(reasoning) : null,
        budget(spec),
        reasoning.hasEnabled() ? reasoning.getEnabled() : null,
        reasoning.getExclude(),
        summary(reasoning));
  }

  private @Nullable Integer budget(GenerationSpec spec) {
    cambio.v1.ReasoningOptions reasoning = spec.getReasoning();
    String field = "reasoning.max_tokens";
    Integer budget =
        violations.integer(
            reasoning.hasMaxTokens(), field, reasoning.getMaxTokens(), 1, Integer.MAX_VALUE);
    if (budget != null && spec.hasMaxOutputTokens() && spec.getMaxOutputTokens() > 0) {
      violations.require(
          budget < spec.getMaxOutputTokens(),
          field,
          budget + " (expected: less than max_output_tokens, " + spec.getMaxOutputTokens() + ")");
    }
    return budget;
  }

  private @Nullable ReasoningEffort effort(cambio.v1.ReasoningOptions reasoning) {
    return switch (reasoning.getEffort()) {
      case REASONING_EFFORT_UNSPECIFIED -> null;
      case REASONING_EFFORT_NONE -> ReasoningEffort.NONE;
      case REASONING_EFFORT_MINIMAL -> ReasoningEffort.MINIMAL;
      case REASONING_EFFORT_LOW -> ReasoningEffort.LOW;
      case REASONING_EFFORT_MEDIUM -> ReasoningEffort.MEDIUM;
      case REASONING_EFFORT_HIGH -> ReasoningEffort.HIGH;
      case REASONING_EFFORT_XHIGH -> ReasoningEffort.XHIGH;
      case REASONING_EFFORT_MAX -> ReasoningEffort.MAX;
      case UNRECOGNIZED -> {
        violations.add("reasoning.effort", "unknown: " + reasoning.getEffortValue());
        yield null;
      }
    };
  }

  private @Nullable String summary(cambio.v1.ReasoningOptions reasoning) {
    return switch (reasoning.getSummary()) {
      case REASONING_SUMMARY_UNSPECIFIED -> null;
      case REASONING_SUMMARY_AUTO -> "auto";
      case REASONING_SUMMARY_CONCISE -> "concise";
      case REASONING_SUMMARY_DETAILED -> "detailed";
      case UNRECOGNIZED -> {
        violations.add("reasoning.summary", "unknown: " + reasoning.getSummaryValue());
        yield null;
      }
    };
  }
}
