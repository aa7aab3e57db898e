package cambio.spi.event;

/**
 * Something of a dialect that has no canonical form. A surface of the same dialect may show it;
 * others leave it out.
 *
 * @param json the raw JSON text
 */
public record Opaque(String dialect, String json) implements GenerationEvent {

  @Override
  public boolean real() {
    return false;
  }
}
