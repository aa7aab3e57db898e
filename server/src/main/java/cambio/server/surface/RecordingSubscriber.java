package cambio.server.surface;

import cambio.server.idempotency.HeldClaim;
import cambio.server.idempotency.RecordedAnswer;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Writes a response down on its way to the caller, and has it kept before the caller sees its end:
 * whoever has a whole answer can have it again. A stream passes as it comes; what comes whole is
 * held back until it is kept. Where the caller leaves, the response is written down all the same.
 *
 * <p>An answer is what begins with status 200, though it may break off later: its caller has a part
 * of it, and pays for that. Any other status is none, and frees the key.
 *
 * <p>On the caller's event loop.
 */
final class RecordingSubscriber implements Subscriber<HttpObject> {

  private final HeldClaim claim;
  private final EventLoop loop;
  private final CompletableFuture<HttpResponse> answer;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
  private boolean tooLong;
  private @Nullable Subscription subscription;
  private @Nullable ResponseHeaders headers;
  private @Nullable HttpResponseWriter stream;

  RecordingSubscriber(HeldClaim claim, EventLoop loop, CompletableFuture<HttpResponse> answer) {
    this.claim = claim;
    this.loop = loop;
    this.answer = answer;
  }

  @Override
  public void onSubscribe(Subscription begun) {
    subscription = begun;
    begun.request(1);
  }

  @Override
  public void onNext(HttpObject object) {
    switch (object) {
      case ResponseHeaders begun -> {
        headers = begun;
        MediaType type = begun.contentType();
        if (answered() && type != null && type.is(MediaType.EVENT_STREAM)) {
          HttpResponseWriter writer = HttpResponse.streaming();
          stream = writer;
          answer.complete(writer);
        }
        pass(begun);
      }
      case HttpData data -> {
        record(data.array());
        pass(data);
      }
      default -> more();
    }
  }

  private void record(byte[] piece) {
    if (answered() && body.size() + (long) piece.length > claim.maxAnswer()) {
      tooLong = true;
    }
    // What is held back has to be there, however long it is.
    if (!tooLong || stream == null) {
      body.writeBytes(piece);
    }
  }

  /** Hands on what belongs to a stream, and goes on when the caller has taken it, or has left. */
  private void pass(HttpObject object) {
    HttpResponseWriter writer = stream;
    if (writer == null || !writer.tryWrite(object)) {
      more();
    } else {
      writer
          .whenConsumed()
          .whenComplete((taken, gone) -> {
            if (loop.inEventLoop()) {
              more();
            } else {
              loop.execute(this::more);
            }
          });
    }
  }

  private void more() {
    Objects.requireNonNull(subscription, "a response that was not subscribed to").request(1);
  }

  private boolean answered() {
    return headers != null && headers.status().equals(HttpStatus.OK);
  }

  @Override
  public void onComplete() {
    ResponseHeaders begun = headers;
    if (begun == null) {
      onError(new IllegalStateException("a response without headers"));
    } else if (answered()) {
      claim
          .keep(tooLong ? null : recorded(begun))
          .whenComplete((kept, never) -> loop.execute(() -> end(begun)));
    } else {
      claim.free();
      end(begun);
    }
  }

  private void end(ResponseHeaders begun) {
    if (stream == null) {
      answer.complete(HttpResponse.of(begun, HttpData.wrap(body.toByteArray())));
    } else {
      stream.close();
    }
  }

  private RecordedAnswer recorded(ResponseHeaders begun) {
    List<RecordedAnswer.Line> lines = new ArrayList<>();
    begun.forEach((name, value) -> {
      boolean ofTheMoment =
          name.charAt(0) == ':'
              || name.contentEquals(HttpHeaderNames.CONTENT_LENGTH)
              || name.startsWith("x-ratelimit-")
              || name.startsWith("x-cambio-budget-");
      if (!ofTheMoment) {
        lines.add(new RecordedAnswer.Line(name.toString(), value));
      }
    });
    return new RecordedAnswer(begun.status().code(), lines, List.of(body.toByteArray()));
  }

  /** The router failed on it: what was charged, the records know. */
  @Override
  public void onError(Throwable cause) {
    claim.abandon();
    if (stream == null) {
      answer.completeExceptionally(cause);
    } else {
      stream.close(cause);
    }
  }
}
