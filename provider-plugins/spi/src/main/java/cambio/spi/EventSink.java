package cambio.spi;

import cambio.spi.event.GenerationEvent;
import cambio.spi.event.SourceFrame;

/** Where a {@link ResponseDecoder} puts what it decodes, in the order of the wire. */
public interface EventSink {

  /** The next event. */
  void event(GenerationEvent event);

  /** The response turned out to be a failure; nothing follows. Called at most once. */
  void failed(Failure failure);

  /**
   * The events from here to {@link #endFrame} say the same as this frame, which is written exactly
   * as the dialect's specification shows it: a surface of the same dialect may patch and forward
   * its bytes and use the events for metering only. A decoder offers a frame only where that is
   * true.
   *
   * <p>The frame's array is valid until {@link #endFrame} returns.
   */
  default void beginFrame(SourceFrame frame) {}

  /** The events of the frame announced last have all been emitted. */
  default void endFrame() {}
}
