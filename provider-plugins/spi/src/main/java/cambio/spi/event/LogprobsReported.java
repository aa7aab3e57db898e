package cambio.spi.event;

import java.util.List;

/**
 * Log probabilities of the tokens of a choice.
 *
 * @param refusal whether they belong to the refusal and not to the content
 */
public record LogprobsReported(int choice, boolean refusal, List<TokenLogprob> tokens)
    implements GenerationEvent {

  public LogprobsReported {
    tokens = List.copyOf(tokens);
  }

  @Override
  public boolean real() {
    return false;
  }
}
