package cambio.spi;

import cambio.spi.event.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one embedding request, in the order of its inputs.
 *
 * @param model the model's name as the provider gave it, where it did
 * @param usage the provider's count, where it gave one
 */
public record EmbeddingResult(
    List<float[]> vectors, @Nullable String model, @Nullable Usage usage) {

  public EmbeddingResult {
    vectors = List.copyOf(vectors);
  }
}
