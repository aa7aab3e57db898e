package cambio.spi.event;

/** The provider's token counts so far; the last report of an answer counts. */
public record UsageReported(Usage usage) implements GenerationEvent {

  @Override
  public boolean real() {
    return false;
  }
}
