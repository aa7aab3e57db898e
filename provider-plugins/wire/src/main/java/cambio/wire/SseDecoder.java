package cambio.wire;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a byte stream into server-sent events by the WHATWG rules: lines end in LF, CR or CRLF (also
 * where a CRLF is split over two feeds), a byte order mark at the start is skipped, comments are
 * skipped, several {@code data} lines are joined by LF, {@code event}, {@code id} and {@code retry}
 * are read, other fields ignored. An event without a {@code data} line is not handed out.
 *
 * <p>The data of an event that lies in one fed array is handed out as a slice of that array; it is
 * copied only where the event has several data lines or is split over feeds.
 *
 * <p>One tolerance: at {@link #end} an event whose closing blank line is missing is handed out
 * nevertheless. Whether the stream was complete is for the dialect to say.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class SseDecoder {

  /** Frames over this many bytes are refused where nothing else is said: 16 MiB. */
  public static final int DEFAULT_MAX_FRAME = 16 * 1024 * 1024;

  private static final int LINE_SLACK = 64;
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] NOTHING = new byte[0];

  private final int maxFrame;
  private final Frame frame = new Frame();
  private final ByteQueue line = new ByteQueue();
  private final ByteQueue data = new ByteQueue();

  private int bomSeen;
  private boolean afterCr;

  /** How many data lines the pending event has; its bytes are in the slice or in {@link #data}. */
  private int dataLines;

  private boolean dataInSlice;
  private byte[] sliceBytes = NOTHING;
  private int sliceOffset;
  private int sliceLength;

  private String event = "";
  private String lastEventName = "";
  private String id = "";
  private long retryMillis = -1;

  /** A decoder with the default limit. */
  public SseDecoder() {
    this(DEFAULT_MAX_FRAME);
  }

  /**
   * A decoder.
   *
   * @param maxFrame most bytes in one event's data
   */
  public SseDecoder(int maxFrame) {
    if (maxFrame < 1) {
      throw new IllegalArgumentException("maxFrame: " + maxFrame + " (expected: >= 1)");
    }
    this.maxFrame = maxFrame;
  }

  /** The server's last {@code retry} in milliseconds, or -1. */
  public long retryMillis() {
    return retryMillis;
  }

  /**
   * Decodes more of the stream.
   *
   * @throws FailureException with {@link FailureKind#PROTOCOL_ERROR} where a frame is over the
   *     limit
   * @throws IOException from the sink
   */
  public void feed(byte[] bytes, int offset, int length, FrameSink sink) throws IOException {
    int end = offset + length;
    int start = bomSeen < BOM.length ? skipBom(bytes, offset, end) : offset;
    int at = start;
    while (at < end) {
      byte b = bytes[at];
      if (b != '\n' && b != '\r') {
        afterCr = false;
        at = lineEnd(bytes, at + 1, end);
        continue;
      }
      if (b == '\n' && afterCr) {
        afterCr = false;
      } else {
        afterCr = b == '\r';
        endLine(bytes, start, at, sink);
      }
      start = ++at;
    }
    if (start < end) {
      line.append(bytes, start, end - start);
      checkLine(line.size());
    }
    keepSlice();
  }

  /**
   * The stream has ended: hands out what is pending.
   *
   * @throws IOException from the sink
   */
  public void end(FrameSink sink) throws IOException {
    if (line.size() > 0) {
      endLine(NOTHING, 0, 0, sink);
    }
    dispatch(sink);
  }

  private static int lineEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  private int skipBom(byte[] bytes, int offset, int end) {
    int at = offset;
    while (at < end && bomSeen < BOM.length && bytes[at] == BOM[bomSeen]) {
      at++;
      bomSeen++;
    }
    if (at < end && bomSeen < BOM.length) {
      line.append(BOM, 0, bomSeen);
      bomSeen = BOM.length;
    }
    return at;
  }

  private void endLine(byte[] bytes, int start, int end, FrameSink sink) throws IOException {
    if (line.size() == 0) {
      if (start == end) {
        dispatch(sink);
      } else {
        checkLine(end - start);
        field(bytes, start, end, true);
      }
      return;
    }
    line.append(bytes, start, end - start);
    checkLine(line.size());
    field(line.array(), 0, line.size(), false);
    line.clear();
  }

  private void field(byte[] bytes, int start, int end, boolean stays) {
    int colon = start;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, end);
    if (value < end && bytes[value] == ' ') {
      value++;
    }
    int name = colon - start;
    if (name == 4 && matches(bytes, start, "data")) {
      data(bytes, value, end, stays);
    } else if (name == 5 && matches(bytes, start, "event")) {
      event = eventName(bytes, value, end);
    } else if (name == 2 && matches(bytes, start, "id")) {
      id(bytes, value, end);
    } else if (name == 5 && matches(bytes, start, "retry")) {
      retry(bytes, value, end);
    }
  }

  private void data(byte[] bytes, int start, int end, boolean stays) {
    if (dataLines == 0 && stays) {
      dataInSlice = true;
      sliceBytes = bytes;
      sliceOffset = start;
      sliceLength = end - start;
    } else {
      keepSlice();
      if (dataLines > 0) {
        data.append((byte) '\n');
      }
      data.append(bytes, start, end - start);
    }
    dataLines++;
    int size = dataInSlice ? sliceLength : data.size();
    if (size > maxFrame) {
      throw oversized();
    }
  }

  /** The fed array is the caller's again after a feed, so a pending slice of it is copied. */
  private void keepSlice() {
    if (dataInSlice) {
      data.append(sliceBytes, sliceOffset, sliceLength);
      dataInSlice = false;
      sliceBytes = NOTHING;
    }
  }

  private void dispatch(FrameSink sink) throws IOException {
    if (dataLines > 0) {
      if (dataInSlice) {
        frame.set(sliceBytes, sliceOffset, sliceLength, event, id);
      } else {
        frame.set(data.array(), 0, data.size(), event, id);
      }
      dataLines = 0;
      dataInSlice = false;
      event = "";
      try {
        sink.frame(frame);
      } finally {
        frame.set(NOTHING, 0, 0, "", "");
        sliceBytes = NOTHING;
        data.clear();
      }
    }
    event = "";
  }

  /** Streams repeat a handful of names, so the last one is used again where it is the same. */
  private String eventName(byte[] bytes, int start, int end) {
    if (lastEventName.length() != end - start || !matches(bytes, start, lastEventName)) {
      lastEventName = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
    return lastEventName;
  }

  private void id(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == 0) {
        return;
      }
    }
    id = new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private void retry(byte[] bytes, int start, int end) {
    if (start == end || end - start > 12) {
      return;
    }
    long millis = 0;
    for (int i = start; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return;
      }
      millis = millis * 10 + (bytes[i] - '0');
    }
    retryMillis = millis;
  }

  private static boolean matches(byte[] bytes, int start, String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[start + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void checkLine(int length) {
    if (length > maxFrame + LINE_SLACK) {
      throw oversized();
    }
  }

  private FailureException oversized() {
    return new FailureException(
        Failure.of(
            FailureKind.PROTOCOL_ERROR,
            "The provider sent a stream event over the limit of " + maxFrame + " bytes."));
  }
}
