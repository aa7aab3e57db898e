package cambio.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One frame of a response: the data of a server-sent event, one JSON object of a sequence, or a
 * whole body. A view that its producer uses again: neither it nor its array may be kept after the
 * call that brought it.
 */
public final class Frame {

  private static final byte[] NOTHING = new byte[0];

  private byte[] bytes = NOTHING;
  private int offset;
  private int length;
  private String event = "";
  private String id = "";

  /** An empty frame, to be filled by {@link #set}. */
  public Frame() {}

  /** A frame of these bytes without an event name. */
  public static Frame of(byte[] bytes) {
    Frame frame = new Frame();
    frame.set(bytes, 0, bytes.length, "", "");
    return frame;
  }

  void set(byte[] bytes, int offset, int length, String event, String id) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    this.event = event;
    this.id = id;
  }

  /** The array in which the payload lies; not to be written to. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the payload begins in {@link #bytes}. */
  public int offset() {
    return offset;
  }

  /** Length of the payload in bytes. */
  public int length() {
    return length;
  }

  /** The event's name, or empty where it has none. */
  public String event() {
    return event;
  }

  /** The last event id seen in the stream, or empty. */
  public String id() {
    return id;
  }

  /** Whether the payload is exactly this ASCII text, e.g. {@code [DONE]}. */
  public boolean is(String ascii) {
    if (length != ascii.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[offset + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the payload is empty or white space. */
  public boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (bytes[offset + i] > ' ' || bytes[offset + i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** A reader of the payload as JSON; to be closed. */
  public JsonReader json() throws IOException {
    return JsonReader.of(bytes, offset, length);
  }

  /** The payload as text; malformed UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /** Without the payload: it may be prompt text. */
  @Override
  public String toString() {
    return "Frame[" + event + ", " + length + " bytes]";
  }
}
