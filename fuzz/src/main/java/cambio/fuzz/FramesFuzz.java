package cambio.fuzz;

import cambio.spi.FailureException;
import cambio.wire.Frame;
import cambio.wire.FrameSink;
import cambio.wire.JsonSequenceDecoder;
import cambio.wire.SseDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Server-sent events and sequences of JSON: the same frames however the bytes are cut, and none
 * over the limit. The first byte picks the framing and the cut.
 */
public final class FramesFuzz {

  private static final int LIMIT = 4096;

  private FramesFuzz() {}

  private interface Feeder {
    void feed(byte[] bytes, int offset, int length, FrameSink sink) throws IOException;

    void end(FrameSink sink) throws IOException;
  }

  /** Cuts the bytes into frames twice. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < 2) {
      return;
    }
    boolean sse = (data[0] & 1) == 0;
    int piece = 1 + (data[0] >> 1 & 0x3F);
    byte[] body = Arrays.copyOfRange(data, 1, data.length);
    List<String> whole = frames(feeder(sse), body, body.length);
    List<String> cut = frames(feeder(sse), body, piece);
    if (!whole.equals(cut)) {
      throw new IllegalStateException("pieces of " + piece + ": " + cut + ", whole: " + whole);
    }
  }

  private static Feeder feeder(boolean sse) {
    if (!sse) {
      JsonSequenceDecoder sequence = new JsonSequenceDecoder(LIMIT);
      return new Feeder() {
        @Override
        public void feed(byte[] bytes, int offset, int length, FrameSink sink) throws IOException {
          sequence.feed(bytes, offset, length, sink);
        }

        @Override
        public void end(FrameSink sink) {}
      };
    }
    SseDecoder events = new SseDecoder(LIMIT);
    return new Feeder() {
      @Override
      public void feed(byte[] bytes, int offset, int length, FrameSink sink) throws IOException {
        events.feed(bytes, offset, length, sink);
      }

      @Override
      public void end(FrameSink sink) throws IOException {
        events.end(sink);
      }
    };
  }

  private static List<String> frames(Feeder feeder, byte[] body, int piece) {
    List<String> frames = new ArrayList<>();
    FrameSink sink = frame -> frames.add(text(frame));
    try {
      for (int from = 0; from < body.length; from += piece) {
        int length = Math.min(piece, body.length - from);
        byte[] copy = Arrays.copyOfRange(body, from, from + length);
        feeder.feed(copy, 0, length, sink);
        Arrays.fill(copy, (byte) '#');
      }
      feeder.end(sink);
    } catch (FailureException | IOException e) {
      frames.add("failed");
    }
    return frames;
  }

  private static String text(Frame frame) {
    if (frame.length() > LIMIT) {
      throw new IllegalStateException("a frame of " + frame.length() + " bytes");
    }
    return frame.event() + '|' + frame.id() + '|' + frame.text();
  }
}
