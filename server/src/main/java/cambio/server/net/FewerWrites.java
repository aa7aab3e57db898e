package cambio.server.net;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Handlers that let what belongs together leave in one system call: Armeria flushes after a head
 * and again after its body, and each would be a packet of its own.
 */
public final class FewerWrites {

  private FewerWrites() {}

  /** For a connection from a caller; for a listener's customizer of pipelines. */
  public static void fromCaller(ChannelPipeline pipeline) {
    pipeline.replace(FlushConsolidationHandler.class, "one-flush-a-turn", oneFlushATurn());
    pipeline.addAfter("one-flush-a-turn", "one-write-ahead", new OneWriteAhead());
  }

  /** For a connection to a provider; for a client's customizer of pipelines. */
  public static void toProvider(ChannelPipeline pipeline) {
    pipeline.addFirst("one-flush-a-turn", oneFlushATurn());
  }

  private static FlushConsolidationHandler oneFlushATurn() {
    return new FlushConsolidationHandler(
        FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true);
  }
}
