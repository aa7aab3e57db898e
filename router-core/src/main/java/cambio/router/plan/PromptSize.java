package cambio.router.plan;

/**
 * How long a prompt is, as far as can be told without a tokenizer; see {@link PromptEstimator}.
 *
 * @param tokens what it likely has, media included
 * @param tokensBound what it has at most, for reservations
 * @param audioTokens of the likely ones, sound
 * @param audioBound of the bound, sound
 * @param images input images, for prices by the image
 */
public record PromptSize(int tokens, int tokensBound, int audioTokens, int audioBound, int images) {

  /** A prompt of text alone, whose length is known. */
  public static PromptSize ofText(int tokens) {
    return new PromptSize(tokens, tokens, 0, 0, 0);
  }

  /** The same, but of this length. */
  PromptSize withTokens(int length) {
    return new PromptSize(
        length, length, Math.min(audioTokens, length), Math.min(audioBound, length), images);
  }
}
