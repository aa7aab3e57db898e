package cambio.spi.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts to turn into vectors.
 *
 * @param inputs at least one text, none empty
 * @param dimensions the wanted length of the vectors, where the model can shorten them
 * @param purpose what the vectors are for, e.g. {@code search_query}, where the caller says
 * @param user the caller's id of its end user
 */
public record EmbeddingRequest(
    List<String> inputs,
    @Nullable Integer dimensions,
    @Nullable String purpose,
    @Nullable String user,
    Extras extras) {

  public EmbeddingRequest {
    inputs = List.copyOf(inputs);
  }
}
