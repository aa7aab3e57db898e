package cambio.spi.event;

import java.util.List;

/**
 * The vectors of an embedding request, all of them, in the order of its inputs. Never part of a
 * generation; adapters do not emit it, the router makes it of an embedding adapter's result.
 *
 * @param vectors at least one; the arrays are not to be changed
 */
public record Embedded(List<float[]> vectors) implements GenerationEvent {

  public Embedded {
    vectors = List.copyOf(vectors);
  }

  @Override
  public boolean real() {
    return true;
  }

  /** The number only: vectors tell of texts. */
  @Override
  public String toString() {
    return "Embedded[" + vectors.size() + "]";
  }
}
