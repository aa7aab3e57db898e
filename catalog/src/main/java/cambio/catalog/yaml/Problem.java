package cambio.catalog.yaml;

/**
 * Something wrong in a file.
 *
 * @param message the offending value and what was expected; holds no secret
 */
public record Problem(Place place, String message) {

  /** {@code cambio.yaml:12: server.port: "eighty" (expected: 0..65535)}. */
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
