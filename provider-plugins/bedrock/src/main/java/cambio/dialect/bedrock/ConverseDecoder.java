package cambio.dialect.bedrock;

import cambio.spi.DecodeContext;
import cambio.spi.EventSink;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.wire.FramedDecoder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one answer. What it is, its first byte tells: a binary event stream begins with the high
 * byte of a length, JSON with a brace; a media type that can be neither is refused.
 *
 * <p>Memory is bounded by {@link MessageCutter#LIMIT} for a stream's message and by {@link
 * FramedDecoder#DEFAULT_LIMIT} for a whole body.
 */
final class ConverseDecoder implements ResponseDecoder {

  /** The media type of a stream. */
  static final String EVENT_STREAM = "application/vnd.amazon.eventstream";

  private final DecodeContext context;
  private final StreamReader reader;
  private final MessageCutter cutter = new MessageCutter();
  private @Nullable ResponseDecoder body;
  private boolean binary;
  private boolean over;

  ConverseDecoder(DecodeContext context) {
    this.context = context;
    this.reader = new StreamReader(context);
  }

  @Override
  public void feed(byte[] bytes, int offset, int length, EventSink sink) {
    if (over || length == 0) {
      return;
    }
    if (!binary && body == null) {
      begin(bytes[offset]);
    }
    if (body != null) {
      body.feed(bytes, offset, length, sink);
      over = body.done();
      return;
    }
    guarded(
        sink,
        () ->
            cutter.feed(
                bytes,
                offset,
                length,
                message -> {
                  if (!over) {
                    reader.message(message, sink);
                    over = reader.done();
                  }
                }));
  }

  @Override
  public void end(EventSink sink) {
    if (over) {
      return;
    }
    if (!binary) {
      ResponseDecoder whole = body == null ? new FramedDecoder(context.head(), answer()) : body;
      whole.end(sink);
    } else if (!cutter.atBoundary() || !reader.stopped()) {
      sink.failed(
          protocolError("The provider's stream was truncated: it ended before its end mark."));
    }
    over = true;
  }

  @Override
  public boolean done() {
    return over;
  }

  private void begin(byte first) {
    String type = context.head().mediaType();
    boolean page = type.startsWith("text/") || type.contains("xml");
    if (first == '{' && !page) {
      // A brace begins JSON whatever the type says; gateways relabel both kinds of answer.
      HeaderFields json = HeaderFields.of("content-type", "application/json");
      body = new FramedDecoder(new ResponseHead(context.head().status(), json), answer());
    } else if (page || type.contains("json") || Character.isWhitespace(first) || first == '[') {
      body = new FramedDecoder(context.head(), answer());
    } else {
      binary = true;
    }
  }

  private AnswerReader answer() {
    return new AnswerReader(context);
  }

  private interface Step {
    void run() throws IOException;
  }

  private void guarded(EventSink sink, Step step) {
    Failure failure;
    try {
      step.run();
      return;
    } catch (FailureException e) {
      failure = e.failure();
    } catch (IOException e) {
      // Its message quotes the input, which may be a prompt.
      failure = protocolError("The provider sent malformed JSON in its event stream.");
    }
    over = true;
    sink.failed(failure);
  }

  private static Failure protocolError(String message) {
    return Failure.of(FailureKind.PROTOCOL_ERROR, message);
  }
}
