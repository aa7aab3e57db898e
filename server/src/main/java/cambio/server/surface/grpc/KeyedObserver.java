package cambio.server.surface.grpc;

import cambio.server.idempotency.HeldClaim;
import cambio.server.idempotency.Idempotency;
import cambio.server.idempotency.KeyedCall;
import cambio.server.idempotency.RecordedAnswer;
import cambio.server.idempotency.Turn;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers a call under an idempotency key: by serving it, or by what was answered before. What is
 * served is written down on its way to the caller, and kept before the caller sees its end; where
 * the caller leaves, it is written down all the same.
 *
 * <p>An answer is what has sent a message, though it may break off later: its caller has a part of
 * it, and pays for that. A failure without one frees the key.
 *
 * <p>On the caller's event loop. Must be made while the call's handler runs: gRPC takes handlers
 * only then.
 *
 * @param <A> the call's messages
 */
final class KeyedObserver<A extends MessageLite> extends ServerCallStreamObserver<A> {

  private final ServerCallStreamObserver<A> out;
  private final OpenCall call;
  private final EventLoop loop;
  private final Parser<A> parser;
  private final Predicate<A> belongs;
  private final List<byte[]> messages = new ArrayList<>();
  private @Nullable HeldClaim claim;
  private long bytes;
  private boolean begun;
  private boolean gone;
  private Runnable ready = () -> {};

  /**
   * An observer over the transport's.
   *
   * @param belongs whether a message is part of the answer; else it is a sign of life
   */
  KeyedObserver(
      ServerCallStreamObserver<A> out,
      OpenCall call,
      EventLoop loop,
      Parser<A> parser,
      Predicate<A> belongs) {
    this.out = out;
    this.call = call;
    this.loop = loop;
    this.parser = parser;
    this.belongs = belongs;
    out.setOnReadyHandler(() -> ready.run());
    out.setOnCancelHandler(() -> loop.execute(this::left));
  }

  /** Answers the call, which {@code serve} begins where it is its turn. */
  void answer(Idempotency idempotency, KeyedCall keyed, Runnable serve) {
    idempotency
        .claim(keyed, call.call())
        .whenComplete((turn, never) ->
            loop.execute(() -> {
              switch (turn) {
                case Turn.Serve ours -> serve(ours.claim(), serve);
                case Turn.Replay again -> replay(again.answer());
                case Turn.Refuse refusal ->
                    out.onError(
                        FailureWriter.status(
                            FailureWriter.detail(refusal.failure(), call.scope().requestId())));
              }
            }));
  }

  private void serve(HeldClaim ours, Runnable serve) {
    claim = ours;
    try {
      serve.run();
    } catch (RuntimeException e) {
      // It did not begin, so nothing was charged.
      ours.free();
      out.onError(Replies.status(e, call.scope()));
    }
  }

  private void replay(RecordedAnswer kept) {
    call.scope().replays(kept.head());
    int count = kept.parts().size() - (kept.status() == 0 ? 0 : 1);
    try {
      for (byte[] message : kept.parts().subList(0, count)) {
        out.onNext(parser.parseFrom(message));
      }
      if (kept.status() == 0) {
        out.onCompleted();
      } else {
        out.onError(
            StatusProto.toStatusRuntimeException(
                com.google.rpc.Status.parseFrom(kept.parts().getLast())));
      }
    } catch (InvalidProtocolBufferException e) {
      out.onError(Replies.status(new IllegalStateException("a kept answer", e), call.scope()));
    }
  }

  private void left() {
    gone = true;
    // Whoever waits for the caller to take more waits no longer.
    ready.run();
  }

  @Override
  public void onNext(A message) {
    begun = true;
    if (belongs.test(message)) {
      record(message.toByteArray());
    }
    if (gone) {
      ready.run();
    } else {
      out.onNext(message);
    }
  }

  private void record(byte[] message) {
    bytes += message.length;
    if (bytes > held().maxAnswer()) {
      messages.clear();
    } else {
      messages.add(message);
    }
  }

  @Override
  public void onCompleted() {
    keep(0, out::onCompleted);
  }

  @Override
  public void onError(Throwable failure) {
    com.google.rpc.Status status =
        Status.trailersFromThrowable(failure) == null ? null : StatusProto.fromThrowable(failure);
    if (status == null) {
      // The router failed on it: what was charged, the records know.
      held().abandon();
      end(() -> out.onError(failure));
    } else if (begun) {
      record(status.toByteArray());
      keep(status.getCode(), () -> out.onError(failure));
    } else {
      held().free();
      end(() -> out.onError(failure));
    }
  }

  private void keep(int status, Runnable then) {
    RecordedAnswer answer =
        bytes > held().maxAnswer()
            ? null
            : new RecordedAnswer(status, call.scope().recorded(), messages);
    held().keep(answer).whenComplete((kept, never) -> loop.execute(() -> end(then)));
  }

  private void end(Runnable then) {
    if (!gone) {
      then.run();
    }
  }

  private HeldClaim held() {
    return Objects.requireNonNull(claim, "an answer to a call that was not served");
  }

  @Override
  public boolean isCancelled() {
    return out.isCancelled();
  }

  /** A call with a key goes on without its caller, so that nobody is told. */
  @Override
  public void setOnCancelHandler(Runnable handler) {}

  @Override
  public void setCompression(String compression) {
    out.setCompression(compression);
  }

  @Override
  public boolean isReady() {
    return gone || out.isReady();
  }

  @Override
  public void setOnReadyHandler(Runnable handler) {
    ready = handler;
  }

  @Override
  public void disableAutoInboundFlowControl() {
    out.disableAutoInboundFlowControl();
  }

  @Override
  public void request(int count) {
    out.request(count);
  }

  @Override
  public void setMessageCompression(boolean enable) {
    out.setMessageCompression(enable);
  }
}
