package cambio.spi.event;

/**
 * A citation or another mark on the answer.
 *
 * @param json the annotation in the shape of OpenAI's {@code annotations} items (a {@code type} and
 *     a member of that name), as JSON text
 */
public record AnnotationAdded(int choice, String json) implements GenerationEvent {

  @Override
  public boolean real() {
    return false;
  }
}
