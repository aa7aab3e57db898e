package cambio.dialect.bedrock;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Cuts {@code application/vnd.amazon.eventstream} into messages. A message is: total length, length
 * of the headers, CRC of these eight bytes; headers; payload; CRC of all before it (four bytes
 * each, big-endian). Both CRCs are checked. At most one message is held, and no more memory is
 * taken than has come.
 */
final class MessageCutter {

  /** Takes messages in the order of the wire. */
  @FunctionalInterface
  interface Sink {
    /** The next message, valid during this call only. */
    void message(StreamMessage message) throws IOException;
  }

  /** Longest message, in bytes: 16 MiB. */
  static final int LIMIT = 16 * 1024 * 1024;

  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;
  private static final int KEEP = 64 * 1024;

  private byte[] held = new byte[1024];
  private int size;

  /** Takes bytes and hands out the messages that they complete. */
  void feed(byte[] bytes, int offset, int length, Sink sink) throws IOException {
    append(bytes, offset, length);
    int from = 0;
    while (size - from >= PRELUDE) {
      int total = total(from);
      if (size - from < total) {
        break;
      }
      sink.message(message(from, total));
      from += total;
    }
    forget(from);
  }

  /** Whether no message is half read. */
  boolean atBoundary() {
    return size == 0;
  }

  private void append(byte[] bytes, int offset, int length) {
    if (size + length > held.length) {
      held = Arrays.copyOf(held, Math.max(size + length, 2 * held.length));
    }
    System.arraycopy(bytes, offset, held, size, length);
    size += length;
  }

  private void forget(int count) {
    if (count == 0) {
      return; // a long message in many pieces is not moved for each
    }
    System.arraycopy(held, count, held, 0, size - count);
    size -= count;
    if (size == 0 && held.length > KEEP) {
      held = new byte[1024];
    }
  }

  /** The checked length of the message that begins here. */
  private int total(int from) {
    if (checksum(from, 8) != integer(from + 8)) {
      throw garbled("its prelude's checksum is wrong");
    }
    int total = integer(from);
    int headers = integer(from + 4);
    if (total < PRELUDE + CHECKSUM || headers < 0 || headers > total - PRELUDE - CHECKSUM) {
      throw garbled("its lengths make no sense");
    }
    if (total > LIMIT) {
      throw garbled("a message is over the limit of " + LIMIT + " bytes");
    }
    return total;
  }

  private StreamMessage message(int from, int total) {
    int end = from + total - CHECKSUM;
    if (checksum(from, total - CHECKSUM) != integer(end)) {
      throw garbled("a message's checksum is wrong");
    }
    int payload = from + PRELUDE + integer(from + 4);
    Map<String, String> headers = headers(from + PRELUDE, payload);
    return new StreamMessage(headers, held, payload, end - payload);
  }

  private Map<String, String> headers(int from, int end) {
    Map<String, String> headers = new HashMap<>();
    ByteBuffer in = ByteBuffer.wrap(held, from, end - from);
    try {
      while (in.hasRemaining()) {
        String name = text(in, in.get() & 0xFF);
        int type = in.get();
        switch (type) {
          case 0, 1 -> {} // true and false
          case 2 -> skip(in, 1);
          case 3 -> skip(in, 2);
          case 4 -> skip(in, 4);
          case 5, 8 -> skip(in, 8); // a long, a time
          case 6 -> skip(in, in.getShort() & 0xFFFF);
          case 7 -> headers.put(name, text(in, in.getShort() & 0xFFFF));
          case 9 -> skip(in, 16); // a UUID
          default -> throw garbled("a header is of the unknown type " + type);
        }
      }
    } catch (java.nio.BufferUnderflowException e) {
      throw garbled("a header is longer than all headers");
    }
    return headers;
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void skip(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new java.nio.BufferUnderflowException();
    }
    in.position(in.position() + length);
  }

  private int checksum(int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(held, from, length);
    return (int) crc.getValue();
  }

  private int integer(int at) {
    return (held[at] & 0xFF) << 24
        | (held[at + 1] & 0xFF) << 16
        | (held[at + 2] & 0xFF) << 8
        | held[at + 3] & 0xFF;
  }

  private static FailureException garbled(String why) {
    return new FailureException(
        Failure.of(
            FailureKind.PROTOCOL_ERROR,
            "The provider's event stream cannot be read: " + why + "."));
  }
}
