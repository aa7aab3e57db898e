package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A call under way: what is known of it so far. Written by its virtual thread until an attempt is
 * handed to the event loop, and by the event loop from then on; the hand-over through the loop's
 * queue (and back through the attempt's outcome) is what makes that safe.
 */
final class RoutedCall implements GenerationEngine.RunningCall {

  private final GenerationCall call;
  private final AnswerSink sink;
  private final EventLoop loop;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final List<AttemptRecord> attempts = new ArrayList<>(1);
  private @Nullable RequestTraits traits;
  private @Nullable RoutePlan plan;
  private @Nullable Instant plannedAt;
  private Admission.@Nullable Reservation reservation;
  private @Nullable RateLimitState limit;
  // Read and written on the event loop only.
  private @Nullable CommitGate gate;

  RoutedCall(GenerationCall call, AnswerSink sink) {
    this.call = call;
    this.sink = sink;
    this.loop = sink.executor();
  }

  GenerationCall call() {
    return call;
  }

  CallContext context() {
    return call.context();
  }

  AnswerSink sink() {
    return sink;
  }

  EventLoop loop() {
    return loop;
  }

  Instant deadline() {
    return context().receivedAt().plus(context().timeout());
  }

  Duration since(Instant now) {
    return Duration.between(context().receivedAt(), now);
  }

  // --- what becomes known on the way ---

  void planned(RequestTraits traits, RoutePlan plan, Instant at) {
    this.traits = traits;
    this.plan = plan;
    this.plannedAt = at;
  }

  void admitted(Admission.Reservation reservation) {
    this.reservation = reservation;
  }

  void limited(@Nullable RateLimitState limit) {
    this.limit = limit;
  }

  void attempted(AttemptRecord attempt) {
    attempts.add(attempt);
  }

  @Nullable RoutePlan plan() {
    return plan;
  }

  RoutePlan requirePlan() {
    return require(plan);
  }

  RequestTraits requireTraits() {
    return require(traits);
  }

  Instant requirePlannedAt() {
    return require(plannedAt);
  }

  Admission.@Nullable Reservation reservation() {
    return reservation;
  }

  @Nullable RateLimitState limit() {
    return limit;
  }

  List<AttemptRecord> attempts() {
    return List.copyOf(attempts);
  }

  private static <T> T require(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the call has not been planned yet");
    }
    return value;
  }

  // --- the caller going away ---

  @Override
  public void cancel() {
    if (gone.complete(null)) {
      loop.execute(this::abortAttempt);
    }
  }

  boolean cancelled() {
    return gone.isDone();
  }

  static Failure callerGone() {
    return Failure.of(FailureKind.CANCELLED, "The caller closed the connection.");
  }

  private void abortAttempt() {
    if (gate != null) {
      gate.abort(callerGone());
    }
  }

  /** The attempt's answer goes through this gate from now on. On the event loop. */
  void through(CommitGate next) {
    gate = next;
  }

  /** Parks the virtual thread for a while, or until the caller has gone. */
  void park(Duration duration) {
    try {
      gone.get(Math.max(0, duration.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // The time has passed and the caller is still there.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Parks the virtual thread until the stage completes or the caller has gone. */
  void await(CompletableFuture<?> future) {
    if (!future.isDone()) {
      CompletableFuture.anyOf(future, gone).exceptionally(thrown -> null).join();
    }
  }
}
