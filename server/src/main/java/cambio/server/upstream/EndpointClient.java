package cambio.server.upstream;

/** Makes attempts. Decorated in one place; see {@code CambioServer}. Safe from any event loop. */
@FunctionalInterface
public interface EndpointClient {

  /**
   * Starts an attempt. To be called on the attempt's event loop. Never throws; what fails at once
   * is told to the listener before this method returns.
   */
  void start(AttemptCall call, AttemptListener listener);
}
