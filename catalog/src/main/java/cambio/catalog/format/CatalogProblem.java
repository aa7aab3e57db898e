package cambio.catalog.format;

/**
 * Something in a catalogue file that cannot be used.
 *
 * @param file the source's name
 * @param line counted from 1
 * @param field where it is, e.g. {@code endpoints[2].prices.input}; empty where the file as a whole
 *     cannot be read
 * @param message the offending value and what was expected
 */
public record CatalogProblem(String file, int line, String field, String message) {

  /** One line for people, e.g. {@code cambio.yaml:14: models[0].slug: missing (expected: …)}. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + (field.isEmpty() ? "" : field + ": ") + message;
  }
}
