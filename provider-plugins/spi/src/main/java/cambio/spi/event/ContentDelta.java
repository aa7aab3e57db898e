package cambio.spi.event;

/** More of the answer's text. */
public record ContentDelta(int choice, String text) implements GenerationEvent {

  @Override
  public boolean real() {
    return !text.isEmpty();
  }
}
