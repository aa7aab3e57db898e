package cambio.wire;

import cambio.spi.EventSink;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The frame of every text dialect's decoder: finds out which framing really came, cuts the bytes,
 * hands the frames to the dialect's {@link FrameReader}, and answers for the promises of {@link
 * ResponseDecoder} (nothing after a failure or the end, truncation is a failure, bounded memory).
 *
 * <p>The framing is read from the first byte that is not white space, for providers mislabel it:
 * <code>{</code> is one JSON body (or, under a media type of newline-delimited JSON, a sequence),
 * {@code [} an array of objects, anything else server-sent events if the media type says so or is
 * as good as absent. HTML, XML and binary media types are refused whatever follows.
 */
public final class FramedDecoder implements ResponseDecoder {

  /** Most bytes in a stream's frame, and in a whole body, where nothing else is said: 16 MiB. */
  public static final int DEFAULT_LIMIT = SseDecoder.DEFAULT_MAX_FRAME;

  private enum Framing {
    UNKNOWN,
    SSE,
    SEQUENCE,
    BODY
  }

  private final String mediaType;
  private final FrameReader reader;
  private final int limit;
  private final ByteQueue body = new ByteQueue();
  private final SseDecoder sse;
  private final JsonSequenceDecoder sequence;

  private final FrameSink frames = this::frame;

  private Framing framing = Framing.UNKNOWN;
  private boolean over;
  private @Nullable EventSink current;

  /** A decoder with the default limit. */
  public FramedDecoder(ResponseHead head, FrameReader reader) {
    this(head, reader, DEFAULT_LIMIT);
  }

  /**
   * A decoder.
   *
   * @param limit most bytes in a frame and in a whole body
   */
  public FramedDecoder(ResponseHead head, FrameReader reader, int limit) {
    this.mediaType = head.mediaType();
    this.reader = reader;
    this.limit = limit;
    this.sse = new SseDecoder(limit);
    this.sequence = new JsonSequenceDecoder(limit);
  }

  @Override
  public void feed(byte[] bytes, int offset, int length, EventSink sink) {
    if (over) {
      return;
    }
    guarded(sink, () -> decode(bytes, offset, length));
  }

  @Override
  public void end(EventSink sink) {
    if (over) {
      return;
    }
    guarded(sink, this::finish);
    over = true;
  }

  @Override
  public boolean done() {
    return over;
  }

  private interface Step {
    void run() throws IOException;
  }

  private void guarded(EventSink sink, Step step) {
    current = sink;
    try {
      step.run();
    } catch (FailureException e) {
      fail(sink, e.failure());
    } catch (JsonProcessingException e) {
      // Its message quotes the input, which may be a prompt.
      fail(sink, protocolError("The provider sent malformed JSON" + place(e) + "."));
    } catch (IOException e) {
      fail(sink, protocolError("The provider sent a response that cannot be read."));
    } finally {
      current = null;
    }
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
  }

  private void fail(EventSink sink, Failure failure) {
    if (!over) {
      over = true;
      sink.failed(failure);
    }
  }

  private void decode(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    if (framing == Framing.UNKNOWN) {
      from = skipBlank(bytes, offset, offset + length);
      if (from == offset + length) {
        return;
      }
      framing = framingOf(bytes[from]);
    }
    int rest = offset + length - from;
    switch (framing) {
      case SSE -> sse.feed(bytes, from, rest, frames);
      case SEQUENCE -> sequence.feed(bytes, from, rest, frames);
      case BODY -> collect(bytes, from, rest);
      case UNKNOWN -> throw new IllegalStateException("framing not found");
    }
  }

  private static int skipBlank(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
    return at;
  }

  private Framing framingOf(byte first) {
    boolean sequenceType =
        mediaType.equals("application/x-ndjson")
            || mediaType.equals("application/jsonl")
            || mediaType.equals("application/stream+json");
    if (!textual()) {
      throw new FailureException(wrongType());
    }
    if (first == '{') {
      return sequenceType ? Framing.SEQUENCE : Framing.BODY;
    }
    if (first == '[') {
      return Framing.SEQUENCE;
    }
    boolean mark = first == (byte) 0xEF || first == ':' || "deir".indexOf(first) >= 0;
    if (mark || mediaType.equals("text/event-stream")) {
      return Framing.SSE;
    }
    throw new FailureException(wrongType());
  }

  private boolean textual() {
    return mediaType.isEmpty()
        || mediaType.contains("json")
        || mediaType.equals("text/event-stream")
        || mediaType.equals("text/plain")
        || mediaType.equals("application/octet-stream")
        || mediaType.equals("binary/octet-stream");
  }

  private Failure wrongType() {
    return protocolError(
        "The provider answered with "
            + (mediaType.isEmpty() ? "no media type" : SafeText.of(mediaType))
            + " and a body that is neither JSON nor an event stream.");
  }

  private void collect(byte[] bytes, int offset, int length) {
    if (length > limit - body.size()) {
      throw new FailureException(
          protocolError("The provider sent a body over the limit of " + limit + " bytes."));
    }
    body.append(bytes, offset, length);
  }

  private void frame(Frame frame) throws IOException {
    EventSink sink = current;
    if (over || sink == null || (frame.isBlank() && frame.event().isEmpty())) {
      return;
    }
    reader.frame(frame, sink);
    over |= reader.done();
  }

  private void finish() throws IOException {
    EventSink sink = current;
    if (sink == null) {
      return;
    }
    switch (framing) {
      case UNKNOWN ->
          throw new FailureException(protocolError("The provider sent an empty response."));
      case BODY -> {
        Frame whole = new Frame();
        whole.set(body.array(), 0, body.size(), "", "");
        reader.body(whole, sink);
        return;
      }
      case SSE -> sse.end(frames);
      case SEQUENCE -> {
        if (!sequence.atBoundary()) {
          throw new FailureException(truncated());
        }
      }
    }
    if (!over) {
      reader.end(sink);
      if (!reader.done()) {
        throw new FailureException(truncated());
      }
    }
  }

  private static Failure truncated() {
    return protocolError("The provider's stream was truncated: it ended before its end mark.");
  }

  private static Failure protocolError(String message) {
    return Failure.of(FailureKind.PROTOCOL_ERROR, message);
  }
}
