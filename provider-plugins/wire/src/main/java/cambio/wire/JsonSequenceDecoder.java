package cambio.wire;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.io.IOException;

/**
 * Cuts a byte stream into JSON objects: the elements of one top-level array, or objects that follow
 * one another with or without white space (newline-delimited JSON). Only strings and brackets are
 * looked at; whether an object is legal is found by who reads it.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class JsonSequenceDecoder {

  private final int maxFrame;
  private final Frame frame = new Frame();
  private final ByteQueue carry = new ByteQueue();

  private boolean array;
  private boolean arrayClosed;
  private int depth;
  private boolean inString;
  private boolean escaped;

  /**
   * A decoder.
   *
   * @param maxFrame most bytes in one object
   */
  public JsonSequenceDecoder(int maxFrame) {
    this.maxFrame = maxFrame;
  }

  /**
   * Decodes more of the stream.
   *
   * @throws FailureException with {@link FailureKind#PROTOCOL_ERROR} where an object is over the
   *     limit or something stands between objects that does not belong there
   * @throws IOException from the sink
   */
  public void feed(byte[] bytes, int offset, int length, FrameSink sink) throws IOException {
    int end = offset + length;
    int start = depth > 0 ? offset : -1;
    for (int at = offset; at < end; at++) {
      byte b = bytes[at];
      if (depth == 0) {
        if (open(b)) {
          start = at;
        }
      } else if (inside(b)) {
        emit(bytes, start, at + 1, sink);
        start = -1;
      }
    }
    if (start >= 0) {
      carry.append(bytes, start, end - start);
      checkSize(carry.size());
    }
  }

  /** Whether the stream may end here: outside every object, and after the array's end if any. */
  public boolean atBoundary() {
    return depth == 0 && (!array || arrayClosed);
  }

  /** A byte between objects: whether it opens one. */
  private boolean open(byte b) {
    if (b == '{') {
      depth = 1;
      return true;
    }
    if (b == '[' && !array) {
      array = true;
    } else if (b == ']' && array && !arrayClosed) {
      arrayClosed = true;
    } else if (b != ' ' && b != '\n' && b != '\r' && b != '\t' && !(b == ',' && array)) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR,
              "The provider sent something that is no JSON between two objects of its stream."));
    }
    return false;
  }

  /** A byte within an object: whether it closes the outermost one. */
  private boolean inside(byte b) {
    if (inString) {
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else if (b == '"') {
        inString = false;
      }
      return false;
    }
    switch (b) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      default -> {}
    }
    return depth == 0;
  }

  private void emit(byte[] bytes, int start, int end, FrameSink sink) throws IOException {
    if (carry.size() == 0) {
      checkSize(end - start);
      frame.set(bytes, start, end - start, "", "");
    } else {
      carry.append(bytes, start, end - start);
      checkSize(carry.size());
      frame.set(carry.array(), 0, carry.size(), "", "");
    }
    try {
      sink.frame(frame);
    } finally {
      carry.clear();
    }
  }

  private void checkSize(int size) {
    if (size > maxFrame) {
      throw new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR,
              "The provider sent a stream object over the limit of " + maxFrame + " bytes."));
    }
  }
}
