package cambio.server.upstream;

import cambio.spi.DecodeContext;
import cambio.spi.EmbeddingAdapter;
import cambio.spi.EmbeddingResult;
import cambio.spi.EventSink;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.ResponseDecoder;
import cambio.spi.event.Embedded;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.Started;
import cambio.spi.event.UsageReported;
import java.io.ByteArrayOutputStream;

/** Collects the body of an embedding response, and makes events of it at its end. */
final class EmbeddingDecoder implements ResponseDecoder {

  /** 2,048 vectors of 4,096 dimensions as decimal numbers are some 100 MiB; as base64, 45. */
  private static final int MOST_BYTES = 128 * 1024 * 1024;

  private final EmbeddingAdapter adapter;
  private final DecodeContext context;
  private final int expected;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  private boolean over;

  /**
   * A decoder.
   *
   * @param expected how many vectors were asked for
   */
  EmbeddingDecoder(EmbeddingAdapter adapter, DecodeContext context, int expected) {
    this.adapter = adapter;
    this.context = context;
    this.expected = expected;
  }

  @Override
  public void feed(byte[] bytes, int offset, int length, EventSink sink) {
    if (over) {
      return;
    }
    if (length > MOST_BYTES - body.size()) {
      fail(sink, protocolError("The provider sent embeddings over " + MOST_BYTES + " bytes."));
      return;
    }
    body.write(bytes, offset, length);
  }

  @Override
  public void end(EventSink sink) {
    if (over) {
      return;
    }
    EmbeddingResult result;
    try {
      result = adapter.decode(context, body.toByteArray());
    } catch (FailureException e) {
      fail(sink, e.failure());
      return;
    }
    int made = result.vectors().size();
    if (made != expected) {
      fail(
          sink,
          protocolError("The provider sent " + made + " vectors for " + expected + " inputs."));
      return;
    }
    over = true;
    sink.event(new Started(null, result.model()));
    if (result.usage() != null) {
      sink.event(new UsageReported(result.usage()));
    }
    sink.event(new Embedded(result.vectors()));
    sink.event(new Finished(0, FinishReason.STOP, null));
  }

  @Override
  public boolean done() {
    return over;
  }

  private void fail(EventSink sink, Failure failure) {
    over = true;
    sink.failed(failure);
  }

  private static Failure protocolError(String message) {
    return Failure.of(FailureKind.PROTOCOL_ERROR, message);
  }
}
