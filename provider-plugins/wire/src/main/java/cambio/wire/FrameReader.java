package cambio.wire;

import cambio.spi.EventSink;
import java.io.IOException;

/**
 * What a dialect makes of the frames of one response. A {@link FramedDecoder} does the rest: it
 * cuts the bytes, calls this, turns what is thrown into a failure, and calls nothing more after
 * that.
 *
 * <p>A frame's events should be emitted together once the whole frame has been read, so that a
 * malformed frame emits nothing but its failure.
 */
public interface FrameReader {

  /**
   * One frame of a stream.
   *
   * @throws IOException where it is no legal JSON
   * @throws cambio.spi.FailureException where it says, or is, a failure
   */
  void frame(Frame frame, EventSink sink) throws IOException;

  /**
   * The whole body of a response that is one JSON object.
   *
   * @throws IOException where it is no legal JSON
   * @throws cambio.spi.FailureException where it says, or is, a failure
   */
  void body(Frame body, EventSink sink) throws IOException;

  /**
   * The stream has ended without {@link #done}; a last chance to emit what is held back.
   *
   * @throws IOException where what is held back is no legal JSON
   */
  default void end(EventSink sink) throws IOException {}

  /**
   * Whether the stream is complete by the dialect's own end mark. Asked after every frame and after
   * {@link #end}; after the latter, false means that the stream was cut.
   */
  boolean done();
}
