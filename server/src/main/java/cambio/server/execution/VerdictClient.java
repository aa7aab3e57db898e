package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.FailureTable;
import cambio.router.attempt.Verdict;
import cambio.server.upstream.AttemptCall;
import cambio.server.upstream.AttemptListener;
import cambio.server.upstream.EndpointClient;
import cambio.server.upstream.ForwardingListener;
import cambio.server.upstream.RunningAttempt;
import cambio.spi.Adjustment;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks health before every attempt and tells it how the attempt ended. An endpoint whose circuit
 * opened since the plan was made is not called.
 */
public final class VerdictClient implements EndpointClient {

  private static final Logger log = LoggerFactory.getLogger(VerdictClient.class);

  private final EndpointClient next;
  private final HealthFeed health;
  private final ToolCallJudge toolCalls;
  private final LongSupplier nanoTime;

  /**
   * Decorates a client.
   *
   * @param toolCalls judges the calls of answers to requests that offer tools
   * @param nanoTime a clock that does not go backwards
   */
  public VerdictClient(
      EndpointClient next, HealthFeed health, ToolCallJudge toolCalls, LongSupplier nanoTime) {
    this.next = next;
    this.health = health;
    this.toolCalls = toolCalls;
    this.nanoTime = nanoTime;
  }

  @Override
  public void start(AttemptCall call, AttemptListener listener) {
    if (health.tryStart(call.candidate())) {
      next.start(call, new Watcher(call, listener, nanoTime.getAsLong()));
    } else {
      listener.started(NOT_STARTED);
      listener.ended(
          Failure.of(
              FailureKind.OVERLOADED,
              "Endpoint "
                  + call.candidate().endpoint().id()
                  + " has failed too often and is left alone for a moment."));
    }
  }

  private static final RunningAttempt NOT_STARTED =
      new RunningAttempt() {
        @Override
        public void demand() {}

        @Override
        public void abort(Failure failure) {}

        @Override
        public List<Adjustment> adjustments() {
          return List.of();
        }
      };

  private final class Watcher extends ForwardingListener {
    private final AttemptCall call;
    private final long startNanos;
    private @Nullable Duration timeToFirstEvent;
    private @Nullable Usage usage;
    private @Nullable List<ToolCallDelta> called;

    Watcher(AttemptCall call, AttemptListener listener, long startNanos) {
      super(listener);
      this.call = call;
      this.startNanos = startNanos;
    }

    @Override
    public void event(GenerationEvent event) {
      if (timeToFirstEvent == null && event.real()) {
        timeToFirstEvent = elapsed();
        health.answered(call.candidate());
      }
      if (event instanceof UsageReported(Usage reported)) {
        usage = reported;
      }
      if (event instanceof ToolCallDelta delta) {
        called = called == null ? new ArrayList<>() : called;
        called.add(delta);
      }
      super.event(event);
    }

    @Override
    public void ended(@Nullable Failure failure) {
      // Health first: whoever hears of this end may plan the next attempt at once. But they hear of
      // it whatever happens: without an end a call would stay open for ever.
      try {
        health.ended(
            new AttemptRecord(
                call.number(),
                call.reason(),
                call.candidate(),
                call.startedAt(),
                failure,
                failure == null ? Verdict.SUCCESS : FailureTable.of(failure.kind()).verdict(),
                timeToFirstEvent,
                elapsed()),
            usage);
      } catch (RuntimeException | Error e) {
        log.error("health could not take the end of an attempt", e);
      }
      if (failure == null && called != null) {
        judge(called);
      }
      super.ended(failure);
    }

    private void judge(List<ToolCallDelta> deltas) {
      try {
        toolCalls
            .sound(call.request().tools().tools(), deltas)
            .thenAccept(sound -> health.calledTools(call.candidate(), sound));
      } catch (RuntimeException e) {
        log.error("tool calls could not be judged", e);
      }
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
