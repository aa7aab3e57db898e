package cambio.server.upstream;

import cambio.spi.Adjustment;
import cambio.spi.Failure;
import java.util.List;

/** An attempt under way. All methods are called on its event loop. */
public interface RunningAttempt {

  /** The listener can take one more piece. The first piece needs no demand. */
  void demand();

  /**
   * Ends the attempt now: the provider's connection (or HTTP/2 stream) is closed and the listener
   * hears {@code ended} with this failure before the method returns. Harmless when it is over.
   */
  void abort(Failure failure);

  /** What the dialect could not say as the caller put it; empty before the request is encoded. */
  List<Adjustment> adjustments();
}
