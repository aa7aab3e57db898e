package cambio.server.net;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Tells the writer that a write is done as soon as it is queued, where nothing before it waits.
 * Armeria asks an answer for its body only when its head has been written: with this the body is
 * there before the flush, and both leave together. A connection is never more than one write ahead
 * of the truth, so a slow reader still holds its writer back. A write that fails after all is
 * followed by the closing of its connection, which every writer is told of.
 */
final class OneWriteAhead extends ChannelOutboundHandlerAdapter {

  private @Nullable ChannelFuture last;

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ChannelFuture before = last;
    if (promise.isVoid() || before != null && !before.isDone()) {
      last = context.write(message, promise.unvoid());
      return;
    }
    ChannelFuture now = context.write(message);
    last = now;
    Throwable refused = now.cause();
    if (refused == null) {
      promise.trySuccess();
    } else {
      promise.tryFailure(refused);
    }
  }
}
