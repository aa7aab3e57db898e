package cambio.server.surface.grpc;

import cambio.server.execution.AnswerSink;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.GenerationEngine;
import cambio.server.execution.GenerationEngine.RunningCall;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** Hands a cancellation on to a call, whichever of the two comes first. */
final class Cancellation {

  private boolean cancelled;
  private @Nullable RunningCall running;

  private Cancellation() {}

  /** Starts a call that ends when its caller goes away. */
  static Cancellation start(
      ServiceRequestContext context,
      GenerationEngine engine,
      GenerationCall call,
      AnswerSink answer,
      StreamObserver<?> out) {
    Cancellation cancellation = new Cancellation();
    ((ServerCallStreamObserver<?>) out).setOnCancelHandler(cancellation::cancel);
    context.whenRequestCancelled().thenAccept(cause -> cancellation.cancel());
    cancellation.running(engine.start(call, answer));
    return cancellation;
  }

  /** Starts a call that goes on where its caller goes away. */
  static Cancellation detached(GenerationEngine engine, GenerationCall call, AnswerSink answer) {
    Cancellation cancellation = new Cancellation();
    cancellation.running(engine.start(call, answer));
    return cancellation;
  }

  private synchronized void running(RunningCall call) {
    running = call;
    if (cancelled) {
      call.cancel();
    }
  }

  synchronized void cancel() {
    cancelled = true;
    if (running != null) {
      running.cancel();
    }
  }
}
