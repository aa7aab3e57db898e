package cambio.spi.request;

import cambio.spi.Parameter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the answer is to look like.
 *
 * @param maxTokens the longest answer in tokens, reasoning included, over 0; null for the model's
 *     own limit
 * @param stop texts at which to stop, at most four at most providers
 * @param n how many alternatives, at least 1; null where the caller does not say
 * @param format null where the caller does not say
 * @param logprobs whether log probabilities come with the answer
 * @param topLogprobs how many alternatives a token, 0 to 20
 * @param modalities what kinds of output are wanted; empty where the caller does not say
 * @param audio voice and format of spoken output, where wanted
 * @param verbosity {@code low} to {@code max}, where the caller says
 * @param predictionJson a predicted output as raw JSON, where the caller gives one
 */
public record OutputOptions(
    @Nullable Integer maxTokens,
    List<String> stop,
    @Nullable Integer n,
    @Nullable OutputFormat format,
    @Nullable Boolean logprobs,
    @Nullable Integer topLogprobs,
    List<Modality> modalities,
    @Nullable AudioOutput audio,
    @Nullable String verbosity,
    @Nullable String predictionJson) {

  private static final OutputOptions NONE =
      new OutputOptions(null, List.of(), null, null, null, null, List.of(), null, null, null);

  public OutputOptions {
    stop = List.copyOf(stop);
    modalities = List.copyOf(modalities);
  }

  /** Nothing said. */
  public static OutputOptions none() {
    return NONE;
  }

  /** The same with another limit. */
  public OutputOptions withMaxTokens(@Nullable Integer value) {
    return new OutputOptions(
        value,
        stop,
        n,
        format,
        logprobs,
        topLogprobs,
        modalities,
        audio,
        verbosity,
        predictionJson);
  }

  /** The same with another format. */
  public OutputOptions withFormat(@Nullable OutputFormat value) {
    return new OutputOptions(
        maxTokens,
        stop,
        n,
        value,
        logprobs,
        topLogprobs,
        modalities,
        audio,
        verbosity,
        predictionJson);
  }

  /** How many alternatives are wanted, 1 where the caller does not say. */
  public int choices() {
    return n == null ? 1 : n;
  }

  void addParametersTo(Set<Parameter> used) {
    addIf(used, maxTokens != null, Parameter.MAX_TOKENS);
    addIf(used, !stop.isEmpty(), Parameter.STOP);
    addIf(used, n != null && n > 1, Parameter.N);
    addIf(
        used, format != null && !(format instanceof OutputFormat.Text), Parameter.RESPONSE_FORMAT);
    addIf(used, format instanceof OutputFormat.JsonSchema, Parameter.STRUCTURED_OUTPUTS);
    addIf(used, Boolean.TRUE.equals(logprobs), Parameter.LOGPROBS);
    addIf(used, topLogprobs != null && topLogprobs > 0, Parameter.TOP_LOGPROBS);
    addIf(used, modalities.stream().anyMatch(m -> m != Modality.TEXT), Parameter.MODALITIES);
    addIf(used, verbosity != null, Parameter.VERBOSITY);
    addIf(used, predictionJson != null, Parameter.PREDICTION);
  }

  static void addIf(Set<Parameter> used, boolean present, Parameter parameter) {
    if (present) {
      used.add(parameter);
    }
  }
}
