package cambio.server.surface;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Reads request bodies, and bounds what all of those that are being read take of the memory
 * together. What has arrived counts, not what was announced: whoever announces much and sends
 * little holds back nobody. Beyond the bound a body is refused with UNAVAILABLE, to be sent again.
 * Safe from any thread; never blocks.
 */
public final class RequestBodies {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final long most;
  private final AtomicLong held = new AtomicLong();

  /**
   * A bound.
   *
   * @param most bytes of all bodies that are being read at once
   */
  public RequestBodies(long most) {
    this.most = most;
  }

  /** Bytes of the bodies that are being read now. */
  public long held() {
    return held.get();
  }

  /** A body that has arrived. It counts until it is closed, which its reader does. */
  public final class Body implements AutoCloseable {
    private final byte[] bytes;

    private Body(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The body. */
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public void close() {
      held.addAndGet(-bytes.length);
    }
  }

  /**
   * Reads the whole body. The future completes on the event loop; it fails with a {@link
   * FailureException} where the bound is reached, else with what broke the body off.
   */
  public CompletableFuture<Body> read(HttpRequest request, EventExecutor loop) {
    Collector collector = new Collector();
    request.subscribe(collector, loop);
    return collector.body;
  }

  /**
   * The same request with its body counted until its last byte was taken, for a reader of its own.
   * Where the bound is reached it breaks off with a {@link FailureException}.
   */
  public HttpRequest counted(HttpRequest request) {
    AtomicLong taken = new AtomicLong();
    request.whenComplete().handle((done, broken) -> held.addAndGet(-taken.getAndSet(0)));
    return request.peekData(data -> {
      take(data.length());
      taken.addAndGet(data.length());
    });
  }

  private void take(int bytes) {
    if (held.addAndGet(bytes) > most) {
      held.addAndGet(-bytes);
      throw new FailureException(
          Failure.of(
                  FailureKind.UNAVAILABLE,
                  "The router is reading all the request bodies that it has memory for. Send the"
                      + " request again in a moment.")
              .withRetryAfter(RETRY_AFTER));
    }
  }

  /** Puts the pieces of one body together; on its event loop. */
  private final class Collector implements Subscriber<HttpObject> {
    private final CompletableFuture<Body> body = new CompletableFuture<>();
    private byte[] bytes = {};
    private int length;
    private @Nullable Subscription subscription;

    @Override
    public void onSubscribe(Subscription subscription) {
      this.subscription = subscription;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject object) {
      if (!(object instanceof HttpData data) || data.isEmpty() || body.isDone()) {
        return;
      }
      try {
        take(data.length());
      } catch (FailureException e) {
        fail(e);
        if (subscription != null) {
          subscription.cancel();
        }
        return;
      }
      append(data.array());
    }

    private void append(byte[] piece) {
      if (length == 0) {
        // Most bodies come in one piece, which then is the body.
        bytes = piece;
      } else {
        if (bytes.length - length < piece.length) {
          bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + piece.length));
        }
        System.arraycopy(piece, 0, bytes, length, piece.length);
      }
      length += piece.length;
    }

    @Override
    public void onComplete() {
      if (!body.isDone()) {
        body.complete(new Body(bytes.length == length ? bytes : Arrays.copyOf(bytes, length)));
      }
    }

    @Override
    public void onError(Throwable broken) {
      if (!body.isDone()) {
        fail(broken);
      }
    }

    private void fail(Throwable why) {
      held.addAndGet(-length);
      bytes = new byte[0];
      length = 0;
      body.completeExceptionally(why);
    }
  }
}
