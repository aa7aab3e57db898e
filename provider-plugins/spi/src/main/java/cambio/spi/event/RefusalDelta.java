package cambio.spi.event;

/** More of the model's refusal, which takes the place of content. */
public record RefusalDelta(int choice, String text) implements GenerationEvent {

  @Override
  public boolean real() {
    return !text.isEmpty();
  }
}
