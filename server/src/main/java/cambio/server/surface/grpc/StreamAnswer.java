package cambio.server.surface.grpc;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CallFailure;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.GenerationEvent;
import cambio.v1.FailureDetail;
import cambio.v1.KeepAlive;
import cambio.v1.Started;
import cambio.v1.StreamCompleteResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends an answer event by event. Lives on the caller's event loop: the engine, the transport's
 * ready signal and the timers all call it there, so it needs no lock.
 *
 * <p>Room: gRPC says "ready" only while nothing at all is on its way out, which would stop the
 * provider after every event; so up to {@value #WINDOW_BYTES} bytes may be on their way.
 */
final class StreamAnswer implements AnswerSink {

  private static final int WINDOW_BYTES = 64 * 1024;

  private final ServerCallStreamObserver<StreamCompleteResponse> out;
  private final OpenCall call;
  private final EventLoop eventLoop;
  private final EventWriter writer = new EventWriter(this::send);

  private int unsentBytes;
  private @Nullable Runnable resume;
  private boolean begun;
  private boolean ended;
  private boolean spokeLately;
  private @Nullable AnswerHead head;

  /** Must be made while the call's handler runs: gRPC takes a ready handler only then. */
  StreamAnswer(
      ServerCallStreamObserver<StreamCompleteResponse> out, OpenCall call, EventLoop eventLoop) {
    this.out = out;
    this.call = call;
    this.eventLoop = eventLoop;
    out.setOnReadyHandler(this::ready);
  }

  @Override
  public EventLoop executor() {
    return eventLoop;
  }

  @Override
  public void committed(AnswerHead committed) {
    head = committed;
    call.committed(committed);
    send(
        StreamCompleteResponse.newBuilder()
            .setStarted(
                Started.newBuilder()
                    .setId(committed.generationId())
                    .setModel(committed.model())
                    .setProvider(committed.provider())
                    .setEndpointId(committed.endpoint())
                    .setCreateTime(
                        Times.timestamp(Instant.ofEpochSecond(committed.createdAtEpochSecond()))))
            .build());
  }

  @Override
  public void event(GenerationEvent event) {
    writer.write(event);
  }

  @Override
  public void completed(AnswerSummary summary) {
    if (ended) {
      return;
    }
    call.settled(summary);
    send(StreamCompleteResponse.newBuilder().setUsage(UsageWriter.write(summary)).build());
    send(
        StreamCompleteResponse.newBuilder().setReport(call.reports().write(summary, head)).build());
    ended = true;
    out.onCompleted();
  }

  @Override
  public void failed(CallFailure failure) {
    if (ended) {
      return;
    }
    FailureDetail detail = call.detail(failure);
    if (begun) {
      send(StreamCompleteResponse.newBuilder().setReport(call.reports().write(failure)).build());
      send(StreamCompleteResponse.newBuilder().setError(detail).build());
    }
    ended = true;
    out.onError(FailureWriter.status(detail));
  }

  @Override
  public void abandoned(Throwable cause) {
    ended = true;
    try {
      out.onError(Status.INTERNAL.withDescription("The router failed.").asRuntimeException());
    } catch (RuntimeException e) {
      // It has ended already.
    }
  }

  /** The time for the whole call is over. Does nothing where it has ended. */
  void expired() {
    Failure failure =
        Failure.of(
            FailureKind.TIMEOUT,
            "The answer was not complete within "
                + call.call().context().timeout().toMillis()
                + " ms. Allow more time, or ask for a shorter answer.");
    failed(
        new CallFailure(failure, head != null, List.of(), head == null ? null : head.plan(), null));
  }

  @Override
  public boolean writable() {
    return unsentBytes < WINDOW_BYTES;
  }

  @Override
  public void whenWritable(Runnable runnable) {
    if (writable()) {
      runnable.run();
    } else {
      resume = runnable;
    }
  }

  /** Sends a sign of life where nothing was sent since the last call of this. */
  void keepAlive() {
    if (!spokeLately) {
      send(
          StreamCompleteResponse.newBuilder().setKeepAlive(KeepAlive.getDefaultInstance()).build());
    }
    spokeLately = false;
  }

  private void send(StreamCompleteResponse event) {
    if (ended) {
      return;
    }
    begun = true;
    spokeLately = true;
    // Counted before it is sent: the ready signal for it may come within the call.
    unsentBytes += event.getSerializedSize();
    out.onNext(event);
  }

  /** All that was sent has left: there is room. */
  private void ready() {
    unsentBytes = 0;
    Runnable runnable = resume;
    resume = null;
    if (runnable != null) {
      runnable.run();
    }
  }
}
