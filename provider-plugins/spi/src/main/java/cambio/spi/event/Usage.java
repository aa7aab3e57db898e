package cambio.spi.event;

/**
 * Token counts of one attempt. Parts are included in their whole: cached and cache-write tokens in
 * {@code inputTokens}, reasoning tokens in {@code outputTokens}. A dialect that counts otherwise is
 * converted by its adapter. All counts are at least 0; a decoder that reads a negative or absurd
 * count (over 2^31-1, or a part over its whole without explanation) treats usage as missing, so
 * that money is never made from nonsense.
 *
 * @param inputTokens the whole prompt
 * @param cachedInputTokens read from the provider's prompt cache
 * @param cacheWriteTokens written to the provider's prompt cache, of any lifetime
 * @param longCacheWriteTokens of these, written for an hour or longer
 * @param outputTokens the whole answer
 * @param reasoningTokens spent on reasoning
 * @param inputAudioTokens of the prompt, audio
 * @param outputAudioTokens of the answer, audio
 * @param inputImageTokens of the prompt, images
 * @param outputImageTokens of the answer, images
 * @param acceptedPredictionTokens of a predicted output, those used
 * @param rejectedPredictionTokens of a predicted output, those charged in vain
 */
public record Usage(
    int inputTokens,
    int cachedInputTokens,
    int cacheWriteTokens,
    int longCacheWriteTokens,
    int outputTokens,
    int reasoningTokens,
    int inputAudioTokens,
    int outputAudioTokens,
    int inputImageTokens,
    int outputImageTokens,
    int acceptedPredictionTokens,
    int rejectedPredictionTokens) {

  /** No tokens. */
  public static final Usage ZERO = of(0, 0);

  public Usage {
    require("inputTokens", inputTokens, Integer.MAX_VALUE);
    require("outputTokens", outputTokens, Integer.MAX_VALUE);
    require("cachedInputTokens", cachedInputTokens, inputTokens);
    require("cacheWriteTokens", cacheWriteTokens, inputTokens - cachedInputTokens);
    require("longCacheWriteTokens", longCacheWriteTokens, cacheWriteTokens);
    require("reasoningTokens", reasoningTokens, outputTokens);
    require("inputAudioTokens", inputAudioTokens, inputTokens);
    require("outputAudioTokens", outputAudioTokens, outputTokens);
    require("inputImageTokens", inputImageTokens, inputTokens);
    require("outputImageTokens", outputImageTokens, outputTokens);
    require("acceptedPredictionTokens", acceptedPredictionTokens, Integer.MAX_VALUE);
    require("rejectedPredictionTokens", rejectedPredictionTokens, Integer.MAX_VALUE);
  }

  /** Plain counts without parts. */
  public static Usage of(int inputTokens, int outputTokens) {
    return new Usage(inputTokens, 0, 0, 0, outputTokens, 0, 0, 0, 0, 0, 0, 0);
  }

  /** Input and output tokens together; may be over 2^31-1. */
  public long totalTokens() {
    return (long) inputTokens + outputTokens;
  }

  /** Both together; what leaves the range of a count is 2^31-1, without its parts. */
  public Usage plus(Usage other) {
    long input = (long) inputTokens + other.inputTokens;
    long output = (long) outputTokens + other.outputTokens;
    if (input > Integer.MAX_VALUE || output > Integer.MAX_VALUE) {
      return of(clamped(input), clamped(output));
    }
    return new Usage(
        (int) input,
        cachedInputTokens + other.cachedInputTokens,
        cacheWriteTokens + other.cacheWriteTokens,
        longCacheWriteTokens + other.longCacheWriteTokens,
        (int) output,
        reasoningTokens + other.reasoningTokens,
        inputAudioTokens + other.inputAudioTokens,
        outputAudioTokens + other.outputAudioTokens,
        inputImageTokens + other.inputImageTokens,
        outputImageTokens + other.outputImageTokens,
        clamped((long) acceptedPredictionTokens + other.acceptedPredictionTokens),
        clamped((long) rejectedPredictionTokens + other.rejectedPredictionTokens));
  }

  /**
   * The same with so many audio tokens among its tokens.
   *
   * @throws IllegalArgumentException where there are more than tokens
   */
  public Usage withAudio(int input, int output) {
    return new Usage(
        inputTokens,
        cachedInputTokens,
        cacheWriteTokens,
        longCacheWriteTokens,
        outputTokens,
        reasoningTokens,
        input,
        output,
        inputImageTokens,
        outputImageTokens,
        acceptedPredictionTokens,
        rejectedPredictionTokens);
  }

  /**
   * The same with more output, of which nothing else is known.
   *
   * @param audio how much of it is sound, at most {@code tokens}
   */
  public Usage withMoreOutput(int tokens, int audio) {
    return new Usage(
        inputTokens,
        cachedInputTokens,
        cacheWriteTokens,
        longCacheWriteTokens,
        clamped((long) outputTokens + tokens),
        reasoningTokens,
        inputAudioTokens,
        clamped((long) outputAudioTokens + audio),
        inputImageTokens,
        outputImageTokens,
        acceptedPredictionTokens,
        rejectedPredictionTokens);
  }

  private static int clamped(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  private static void require(String name, int value, int most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 0.." + most + ")");
    }
  }
}
