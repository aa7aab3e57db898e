package cambio.spi.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One token with its log probability.
 *
 * @param logprob natural logarithm, at most 0; -9999 stands for "very unlikely" at some providers
 * @param bytes the token's UTF-8 bytes as numbers, where the provider gives them
 * @param alternatives the most likely tokens at this place, most likely first, possibly empty
 */
public record TokenLogprob(
    String token, double logprob, @Nullable List<Integer> bytes, List<TokenLogprob> alternatives) {

  public TokenLogprob {
    bytes = bytes == null ? null : List.copyOf(bytes);
    alternatives = List.copyOf(alternatives);
  }
}
