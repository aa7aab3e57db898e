package cambio.wire;

import java.util.Arrays;

/** A growable array of bytes that is filled at its end and emptied as a whole. */
final class ByteQueue {

  private static final int KEEP = 64 * 1024;
  private static final byte[] NOTHING = new byte[0];

  private byte[] bytes = NOTHING;
  private int size;

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  void append(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  void append(byte value) {
    ensure(1);
    bytes[size++] = value;
  }

  /** Forgets the content; an array that one large frame made is given back. */
  void clear() {
    size = 0;
    if (bytes.length > KEEP) {
      bytes = NOTHING;
    }
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.max(256, size + more), bytes.length * 2));
    }
  }
}
