package cambio.spi.request;

import cambio.spi.Parameter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts to turn into vectors. They come as they are, or as token ids of the model's own tokenizer;
 * one of the two lists is empty.
 *
 * @param inputs the texts, none empty; empty where they come as token ids
 * @param tokens the texts as token ids, none empty and none negative; empty where they come as text
 * @param dimensions the wanted length of the vectors, where the model can shorten them
 * @param purpose what the vectors are for, e.g. {@code search_query}, where the caller says
 * @param user the caller's id of its end user
 */
public record EmbeddingRequest(
    List<String> inputs,
    List<List<Integer>> tokens,
    @Nullable Integer dimensions,
    @Nullable String purpose,
    @Nullable String user,
    Extras extras) {

  public EmbeddingRequest {
    inputs = List.copyOf(inputs);
    tokens = List.copyOf(tokens);
    if (inputs.isEmpty() == tokens.isEmpty()) {
      throw new IllegalArgumentException("texts or token ids, and not both");
    }
  }

  /** A request of texts. */
  public EmbeddingRequest(
      List<String> inputs,
      @Nullable Integer dimensions,
      @Nullable String purpose,
      @Nullable String user,
      Extras extras) {
    this(inputs, List.of(), dimensions, purpose, user, extras);
  }

  /** How many vectors are wanted, at least 1. */
  public int count() {
    return inputs.size() + tokens.size();
  }

  /** The parameters that this request uses. */
  public Set<Parameter> parameters() {
    EnumSet<Parameter> used = EnumSet.noneOf(Parameter.class);
    OutputOptions.addIf(used, dimensions != null, Parameter.DIMENSIONS);
    OutputOptions.addIf(used, !tokens.isEmpty(), Parameter.TOKEN_INPUT);
    OutputOptions.addIf(used, user != null, Parameter.USER);
    return used;
  }
}
