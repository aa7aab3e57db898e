package cambio.router.plan;

import cambio.router.catalog.Model;
import cambio.spi.Parameter;
import cambio.spi.event.Usage;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Modality;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the planner needs to know of a request, and nothing of its text.
 *
 * @param kind what kind of model it is for
 * @param parameters the parameters that it uses
 * @param inputModalities what the prompt holds
 * @param outputModalities what the answer shall hold besides text; empty where the caller does not
 *     say
 * @param prompt how long the prompt is
 * @param maxOutputTokens the caller's limit; null where it set none
 * @param choices how many alternatives are wanted, at least 1
 * @param serviceTier {@code flex}, {@code priority} or another word of the caller's; null where it
 *     does not say
 * @param measure counts the prompt where the estimate does not decide; {@link PromptMeasure#NONE}
 *     where nobody does
 */
public record RequestTraits(
    Model.Kind kind,
    Set<Parameter> parameters,
    Set<Modality> inputModalities,
    Set<Modality> outputModalities,
    PromptSize prompt,
    @Nullable Integer maxOutputTokens,
    int choices,
    @Nullable String serviceTier,
    PromptMeasure measure) {

  /** Output that is expected where nothing was learned and the caller set no smaller limit. */
  private static final int COLD_OUTPUT_TOKENS = 1_000;

  public RequestTraits {
    parameters = Set.copyOf(parameters);
    inputModalities = Set.copyOf(inputModalities);
    outputModalities = Set.copyOf(outputModalities);
  }

  /** The traits of a generation request. */
  public static RequestTraits of(GenerationRequest request) {
    return PromptEstimator.traits(request);
  }

  /** The traits of an embedding request. */
  public static RequestTraits of(EmbeddingRequest request) {
    return PromptEstimator.traits(request);
  }

  /** A plain chat of this size, for tests, dry runs and simulations. */
  public static RequestTraits chat(int estimatedInputTokens, @Nullable Integer maxOutputTokens) {
    return new RequestTraits(
        Model.Kind.CHAT,
        maxOutputTokens == null ? Set.of() : Set.of(Parameter.MAX_TOKENS),
        Set.of(Modality.TEXT),
        Set.of(),
        PromptSize.ofText(estimatedInputTokens),
        maxOutputTokens,
        1,
        null,
        PromptMeasure.NONE);
  }

  /** The same of a prompt of another length. */
  public RequestTraits withInputTokens(int tokens) {
    return new RequestTraits(
        kind,
        parameters,
        inputModalities,
        outputModalities,
        prompt.withTokens(tokens),
        maxOutputTokens,
        choices,
        serviceTier,
        PromptMeasure.NONE);
  }

  /** The same, counted by this where the estimate does not decide. */
  public RequestTraits measuredBy(PromptMeasure counting) {
    return new RequestTraits(
        kind,
        parameters,
        inputModalities,
        outputModalities,
        prompt,
        maxOutputTokens,
        choices,
        serviceTier,
        counting);
  }

  /** The likely length of the prompt, in tokens. */
  public int estimatedInputTokens() {
    return prompt.tokens();
  }

  /** What the prompt has at most, in tokens; media only as {@link PromptEstimator} says. */
  public int inputTokensBound() {
    return prompt.tokensBound();
  }

  /** Input images, for prices by the image. */
  public int images() {
    return prompt.images();
  }

  /** Whether the answer may be spoken: it is asked for, or nobody said what is wanted. */
  public boolean maySpeak() {
    return outputModalities.isEmpty() || outputModalities.contains(Modality.AUDIO);
  }

  /** What it will likely use: the estimated prompt, and the answer that is expected. */
  public Usage expectedUsage() {
    int output = (int) Math.min(expectedOutputTokens(), Integer.MAX_VALUE);
    int spoken = outputModalities.contains(Modality.AUDIO) ? output : 0;
    return Usage.of(prompt.tokens(), output).withAudio(prompt.audioTokens(), spoken);
  }

  /**
   * What the prompt has at least, as far as an estimate can say: a fifth less. An endpoint is left
   * out for its size only where this much does not fit; what is doubtful is tried.
   */
  public int leastInputTokens() {
    return prompt.tokens() - prompt.tokens() / 5;
  }

  /** How long the answer is taken to be where only a guess is possible: tokens of all choices. */
  public long expectedOutputTokens() {
    if (kind == Model.Kind.EMBEDDING) {
      return 0;
    }
    int one =
        maxOutputTokens == null
            ? COLD_OUTPUT_TOKENS
            : Math.min(maxOutputTokens, COLD_OUTPUT_TOKENS);
    return (long) one * choices;
  }
}
