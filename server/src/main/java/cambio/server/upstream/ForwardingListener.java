package cambio.server.upstream;

import cambio.spi.Failure;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.SourceFrame;
import org.jspecify.annotations.Nullable;

/** What decorators of {@link EndpointClient} build on: says everything to the next listener. */
public class ForwardingListener implements AttemptListener {

  private final AttemptListener next;

  /** Forwards to this one. */
  public ForwardingListener(AttemptListener next) {
    this.next = next;
  }

  @Override
  public void started(RunningAttempt attempt) {
    next.started(attempt);
  }

  @Override
  public void event(GenerationEvent event) {
    next.event(event);
  }

  @Override
  public void beginFrame(SourceFrame frame) {
    next.beginFrame(frame);
  }

  @Override
  public void endFrame() {
    next.endFrame();
  }

  @Override
  public void fed(int bytes) {
    next.fed(bytes);
  }

  @Override
  public void ended(@Nullable Failure failure) {
    next.ended(failure);
  }
}
