package cambio.server.surface;

/** How a door writes an error. */
public interface ErrorShape {

  /**
   * The body of an error response.
   *
   * @param metadata whether the caller asked for routing metadata
   */
  byte[] body(ErrorReport report, boolean metadata);
}
