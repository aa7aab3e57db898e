package cambio.server.upstream;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.EventLoopScheduler;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.util.ReleasableHolder;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a request the event loop that it is sent from, which is the caller's: so a chunk is read,
 * decoded and written by one thread. Requests from elsewhere get any loop.
 */
final class SameLoopScheduler implements EventLoopScheduler {

  private final EventLoopGroup group;
  private final List<Held> loops = new ArrayList<>();

  SameLoopScheduler(EventLoopGroup group) {
    this.group = group;
    for (EventExecutor executor : group) {
      loops.add(new Held((EventLoop) executor));
    }
  }

  @Override
  public ReleasableHolder<EventLoop> acquire(
      SessionProtocol protocol, EndpointGroup endpointGroup, @Nullable Endpoint endpoint) {
    for (Held held : loops) {
      if (held.loop.inEventLoop()) {
        return held;
      }
    }
    return new Held(group.next());
  }

  /** Nothing is counted, so nothing is released. */
  private record Held(EventLoop loop) implements ReleasableHolder<EventLoop> {

    @Override
    public EventLoop get() {
      return loop;
    }

    @Override
    public void release() {}
  }
}
