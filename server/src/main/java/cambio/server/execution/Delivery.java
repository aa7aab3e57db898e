package cambio.server.execution;

/**
 * What may be done, beyond plain fail-over, to bring an answer home.
 *
 * @param resume whether a stream that breaks off may be carried on by another attempt, where that
 *     is provably right
 */
public record Delivery(boolean resume) {

  private static final Delivery STANDARD = new Delivery(true);

  /** What holds where the caller does not say. */
  public static Delivery standard() {
    return STANDARD;
  }
}
