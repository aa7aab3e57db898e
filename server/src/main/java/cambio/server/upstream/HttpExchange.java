package cambio.server.upstream;

import cambio.spi.Adjustment;
import cambio.spi.DecodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.EventSink;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ProviderAdapter;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.SourceFrame;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.stream.SubscriptionOption;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP response on its way through a dialect's decoder. Lives on one event loop. Asks for one
 * piece at a time, and only when the listener has asked: what is not asked for stays in the socket,
 * and so at the provider.
 */
final class HttpExchange implements Subscriber<HttpObject>, RunningAttempt, EventSink {

  private static final Logger log = LoggerFactory.getLogger(HttpExchange.class);

  private static final int ERROR_BODY_MAX_BYTES = 64 * 1024;
  private static final int SCRATCH_BYTES = 32 * 1024;
  private static final long DRAIN_MILLIS = 1_000;

  /** One chunk at a time is decoded on a loop, so its exchanges can share a buffer. */
  private static final FastThreadLocal<byte[]> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[SCRATCH_BYTES];
        }
      };

  private final AttemptCall call;
  private final AttemptListener listener;
  private List<Adjustment> adjustments = List.of();
  private boolean over;
  private boolean complete;
  private @Nullable ProviderAdapter adapter;
  private @Nullable EndpointSpec endpoint;
  private @Nullable HttpResponse response;
  private @Nullable Subscription subscription;
  private @Nullable ResponseHead head;
  private @Nullable ResponseDecoder decoder;
  private @Nullable ByteArrayOutputStream errorBody;
  private @Nullable Future<?> drainTimer;

  HttpExchange(AttemptCall call, AttemptListener listener) {
    this.call = call;
    this.listener = listener;
  }

  boolean over() {
    return over;
  }

  /** The request was sent; its response is read from now on. */
  void open(
      HttpResponse response,
      ProviderAdapter adapter,
      EndpointSpec endpoint,
      List<Adjustment> adjustments) {
    this.response = response;
    this.adapter = adapter;
    this.endpoint = endpoint;
    this.adjustments = adjustments;
    response.subscribe(this, call.eventLoop(), SubscriptionOption.WITH_POOLED_OBJECTS);
  }

  @Override
  public void demand() {
    if (!over && subscription != null) {
      subscription.request(1);
    }
  }

  @Override
  public void abort(Failure failure) {
    end(failure);
  }

  @Override
  public List<Adjustment> adjustments() {
    return adjustments;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    if (over) {
      subscription.cancel();
    } else {
      subscription.request(1);
    }
  }

  @Override
  public void onNext(HttpObject object) {
    try {
      switch (object) {
        case HttpData data -> {
          try (data) {
            accept(data);
          }
        }
        case ResponseHeaders headers when head == null && !headers.status().isInformational() -> {
          begin(headers);
          demand();
        }
        // Informational responses and trailers say nothing that an adapter needs.
        default -> demand();
      }
    } catch (RuntimeException | Error e) {
      undecodable(e);
    }
  }

  private void begin(ResponseHeaders headers) {
    List<HeaderFields.Field> fields = new ArrayList<>(headers.size());
    for (Map.Entry<?, String> entry : headers) {
      String name = entry.getKey().toString();
      if (name.charAt(0) != ':') {
        fields.add(new HeaderFields.Field(name, entry.getValue()));
      }
    }
    ResponseHead received = new ResponseHead(headers.status().code(), HeaderFields.of(fields));
    head = received;
    if (headers.status().isSuccess() && adapter != null && endpoint != null) {
      decoder = adapter.decoder(new DecodeContext(received, endpoint, call.request().stream()));
    } else {
      errorBody = new ByteArrayOutputStream();
    }
  }

  private void accept(HttpData data) {
    if (over) {
      return;
    }
    int length = data.length();
    ByteBuf buffer = data.byteBuf();
    if (decoder == null) {
      collectError(buffer);
      return;
    }
    if (buffer.hasArray()) {
      decoder.feed(buffer.array(), buffer.arrayOffset() + buffer.readerIndex(), length, this);
    } else {
      byte[] scratch = scratch(length);
      buffer.getBytes(buffer.readerIndex(), scratch, 0, length);
      decoder.feed(scratch, 0, length, this);
    }
    if (over) {
      return;
    }
    if (decoder.done()) {
      finish();
    } else {
      listener.fed(length);
    }
  }

  private static byte[] scratch(int length) {
    byte[] scratch = SCRATCH.get();
    return scratch.length >= length ? scratch : new byte[length];
  }

  private void collectError(ByteBuf buffer) {
    ByteArrayOutputStream body = errorBody;
    if (body == null) {
      return;
    }
    byte[] bytes = new byte[Math.min(buffer.readableBytes(), ERROR_BODY_MAX_BYTES - body.size())];
    buffer.getBytes(buffer.readerIndex(), bytes);
    body.writeBytes(bytes);
    if (body.size() >= ERROR_BODY_MAX_BYTES) {
      end(classified());
    } else {
      demand();
    }
  }

  @Override
  public void onComplete() {
    complete = true;
    if (drainTimer != null) {
      drainTimer.cancel(false);
    }
    if (over) {
      return;
    }
    if (decoder == null) {
      end(head == null ? UpstreamFailures.noResponse(provider()) : classified());
      return;
    }
    try {
      decoder.end(this);
    } catch (RuntimeException | Error e) {
      undecodable(e);
    }
    end(null);
  }

  @Override
  public void onError(Throwable thrown) {
    complete = true;
    if (over) {
      return;
    }
    // An error's status says more than how its body broke off.
    end(head != null && decoder == null ? classified() : UpstreamFailures.of(thrown, provider()));
  }

  @Override
  public void event(GenerationEvent event) {
    if (!over) {
      listener.event(event);
    }
  }

  @Override
  public void beginFrame(SourceFrame frame) {
    if (!over) {
      listener.beginFrame(frame);
    }
  }

  @Override
  public void endFrame() {
    if (!over) {
      listener.endFrame();
    }
  }

  @Override
  public void failed(Failure failure) {
    end(failure);
  }

  private Failure classified() {
    byte[] body = errorBody == null ? new byte[0] : errorBody.toByteArray();
    if (adapter == null || head == null) {
      return UpstreamFailures.noResponse(provider());
    }
    try {
      return adapter.classify(head, body);
    } catch (RuntimeException | Error e) {
      return broken("classify", e);
    }
  }

  private void undecodable(Throwable e) {
    end(broken("decode", e));
  }

  /** The exception's text may hold a prompt, so only its type is told. */
  private Failure broken(String step, Throwable e) {
    log.warn(
        "adapter {} failed to {} a response of {}: {} at {}",
        call.candidate().endpoint().dialect(),
        step,
        provider(),
        e.getClass().getName(),
        e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
    return Failure.of(
        FailureKind.PROTOCOL_ERROR,
        "The response of provider " + provider() + " could not be read.");
  }

  /** The dialect's own end mark has come. What may follow is read so that the connection lives. */
  private void finish() {
    over = true;
    if (subscription != null && !complete) {
      subscription.request(Long.MAX_VALUE);
      drainTimer =
          call.eventLoop().schedule(this::stopReading, DRAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
    listener.ended(null);
  }

  private void end(@Nullable Failure failure) {
    if (over) {
      return;
    }
    over = true;
    stopReading();
    listener.ended(failure);
  }

  private void stopReading() {
    if (complete) {
      return;
    }
    if (subscription != null) {
      subscription.cancel();
    }
    if (response != null) {
      response.abort();
    }
  }

  private String provider() {
    return call.candidate().endpoint().provider();
  }
}
