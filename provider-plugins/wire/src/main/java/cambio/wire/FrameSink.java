package cambio.wire;

import java.io.IOException;

/** Takes frames in the order of the wire. */
@FunctionalInterface
public interface FrameSink {

  /**
   * The next frame, valid during this call only.
   *
   * @throws IOException where the payload is no legal JSON
   */
  void frame(Frame frame) throws IOException;
}
