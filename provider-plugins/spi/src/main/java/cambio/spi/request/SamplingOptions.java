package cambio.spi.request;

import cambio.spi.Parameter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are drawn. Null (or an empty map) where the caller does not say.
 *
 * @param temperature 0 to 2
 * @param topP over 0, to 1
 * @param topK at least 0
 * @param topA 0 to 1
 * @param minP 0 to 1
 * @param frequencyPenalty -2 to 2
 * @param presencePenalty -2 to 2
 * @param repetitionPenalty over 0, to 2
 * @param seed any 64-bit integer
 * @param logitBias token id (as text) to bias, -100 to 100
 */
public record SamplingOptions(
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer topK,
    @Nullable Double topA,
    @Nullable Double minP,
    @Nullable Double frequencyPenalty,
    @Nullable Double presencePenalty,
    @Nullable Double repetitionPenalty,
    @Nullable Long seed,
    Map<String, Double> logitBias) {

  private static final SamplingOptions NONE =
      new SamplingOptions(null, null, null, null, null, null, null, null, null, Map.of());

  public SamplingOptions {
    logitBias = Map.copyOf(logitBias);
  }

  /** Nothing said. */
  public static SamplingOptions none() {
    return NONE;
  }

  void addParametersTo(Set<Parameter> used) {
    OutputOptions.addIf(used, temperature != null, Parameter.TEMPERATURE);
    OutputOptions.addIf(used, topP != null, Parameter.TOP_P);
    OutputOptions.addIf(used, topK != null, Parameter.TOP_K);
    OutputOptions.addIf(used, topA != null, Parameter.TOP_A);
    OutputOptions.addIf(used, minP != null, Parameter.MIN_P);
    OutputOptions.addIf(used, frequencyPenalty != null, Parameter.FREQUENCY_PENALTY);
    OutputOptions.addIf(used, presencePenalty != null, Parameter.PRESENCE_PENALTY);
    OutputOptions.addIf(used, repetitionPenalty != null, Parameter.REPETITION_PENALTY);
    OutputOptions.addIf(used, seed != null, Parameter.SEED);
    OutputOptions.addIf(used, !logitBias.isEmpty(), Parameter.LOGIT_BIAS);
  }
}
