package cambio.router.plan;

import cambio.spi.request.GenerationRequest;
import java.util.List;

/**
 * What a prompt is made of, for whoever counts it.
 *
 * @param texts everything that a tokenizer can count, in order
 * @param bytes their length in UTF-8
 * @param otherTokens what media and template are taken for
 */
public record PromptParts(List<String> texts, long bytes, int otherTokens) {

  public PromptParts {
    texts = List.copyOf(texts);
  }

  /** The parts of a request. */
  public static PromptParts of(GenerationRequest request) {
    return PromptEstimator.parts(request);
  }
}
