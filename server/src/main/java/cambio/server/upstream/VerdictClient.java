package cambio.server.upstream;

import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.FailureTable;
import cambio.router.attempt.Verdict;
import cambio.spi.Failure;
import cambio.spi.event.GenerationEvent;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells health of every attempt: that it begins, and how it ended. */
public final class VerdictClient implements EndpointClient {

  private final EndpointClient next;
  private final Consumer<AttemptCall> started;
  private final Consumer<AttemptRecord> ended;
  private final LongSupplier nanoTime;

  /**
   * Decorates a client.
   *
   * @param started hears of every attempt before it begins
   * @param ended hears of every attempt after its end, once
   * @param nanoTime a clock that does not go backwards
   */
  public VerdictClient(
      EndpointClient next,
      Consumer<AttemptCall> started,
      Consumer<AttemptRecord> ended,
      LongSupplier nanoTime) {
    this.next = next;
    this.started = started;
    this.ended = ended;
    this.nanoTime = nanoTime;
  }

  @Override
  public void start(AttemptCall call, AttemptListener listener) {
    started.accept(call);
    next.start(call, new Watcher(call, listener, nanoTime.getAsLong()));
  }

  private final class Watcher extends ForwardingListener {
    private final AttemptCall call;
    private final long startNanos;
    private @Nullable Duration timeToFirstEvent;

    Watcher(AttemptCall call, AttemptListener listener, long startNanos) {
      super(listener);
      this.call = call;
      this.startNanos = startNanos;
    }

    @Override
    public void event(GenerationEvent event) {
      if (timeToFirstEvent == null && event.real()) {
        timeToFirstEvent = elapsed();
      }
      super.event(event);
    }

    @Override
    public void ended(@Nullable Failure failure) {
      // Health first: whoever hears of this end may plan the next attempt at once.
      ended.accept(
          new AttemptRecord(
              call.number(),
              call.candidate(),
              call.startedAt(),
              failure,
              failure == null ? Verdict.SUCCESS : FailureTable.of(failure.kind()).verdict(),
              timeToFirstEvent,
              elapsed()));
      super.ended(failure);
    }

    private Duration elapsed() {
      return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
    }
  }

  @Override
  public String toString() {
    return "VerdictClient[" + next + "]";
  }
}
