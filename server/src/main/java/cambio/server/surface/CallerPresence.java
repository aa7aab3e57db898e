package cambio.server.surface;

import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;

/**
 * Notices at once that a caller has gone. Armeria tells of a closed HTTP/1 connection a second
 * later (HTTP/2 streams at once), and for that second a provider would go on generating.
 */
public final class CallerPresence {

  private CallerPresence() {}

  /** Runs {@code gone} when the request is cancelled or its connection closes, possibly twice. */
  public static void watch(ServiceRequestContext ctx, Runnable gone) {
    ctx.whenRequestCancelling().thenRun(gone);
    Channel channel = ctx.log().ensureAvailable(RequestLogProperty.SESSION).channel();
    if (channel == null || ctx.sessionProtocol().isMultiplex()) {
      return;
    }
    ChannelFuture closed = channel.closeFuture();
    ChannelFutureListener listener = future -> gone.run();
    closed.addListener(listener);
    // A kept-alive connection sees many requests: none may leave its listener behind.
    ctx.log().whenComplete().thenRun(() -> closed.removeListener(listener));
  }
}
