package cambio.server.surface.grpc;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls that are served at once, and turns what they throw into statuses. */
final class Replies {

  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private Replies() {}

  /** Sends what a function makes, or why it could not. */
  static <A> void reply(StreamObserver<A> out, Function<CallScope, A> make) {
    CallScope scope = CallScope.current();
    A answer;
    try {
      answer = make.apply(scope);
    } catch (RuntimeException e) {
      out.onError(status(e, scope));
      return;
    }
    out.onNext(answer);
    out.onCompleted();
  }

  /**
   * The same for what blocks on a store, on another thread than the event loop. Where the store
   * fails, that is never the caller's fault.
   */
  static <A> void replyFrom(Executor executor, StreamObserver<A> out, Function<CallScope, A> make) {
    CallScope scope = CallScope.current();
    executor.execute(() -> {
      A answer;
      try {
        answer = make.apply(scope);
      } catch (InvalidMessage | FailureException e) {
        out.onError(status(e, scope));
        return;
      } catch (RuntimeException e) {
        LOG.warn("request {}: the store failed", scope.requestId(), e);
        Failure failure =
            Failure.of(FailureKind.UNAVAILABLE, "The records cannot be read now. Try again soon.")
                .withRetryAfter(RETRY_AFTER);
        out.onError(FailureWriter.status(FailureWriter.detail(failure, scope.requestId())));
        return;
      }
      out.onNext(answer);
      out.onCompleted();
    });
  }

  /** The status that tells of an exception; one that nobody expected is logged. */
  static StatusRuntimeException status(RuntimeException thrown, CallScope scope) {
    return switch (thrown) {
      case InvalidMessage invalid ->
          FailureWriter.status(FailureWriter.detail(invalid.violations(), scope.requestId()));
      case FailureException failed ->
          FailureWriter.status(FailureWriter.detail(failed.failure(), scope.requestId()));
      default -> {
        LOG.error("request {} failed in the router", scope.requestId(), thrown);
        Failure failure =
            Failure.of(
                FailureKind.INTERNAL,
                "The router failed. Its log tells more under request " + scope.requestId() + ".");
        yield FailureWriter.status(FailureWriter.detail(failure, scope.requestId()));
      }
    };
  }
}
