package cambio.dialect.bedrock;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a binary event stream. A view: its array may not be kept.
 *
 * @param headers the string headers, by name with its colon
 * @param bytes holds the payload
 * @param offset where the payload begins
 * @param length of the payload in bytes
 */
record StreamMessage(Map<String, String> headers, byte[] bytes, int offset, int length) {

  /** {@code event}, {@code exception} or {@code error}; an event where nothing is said. */
  String type() {
    return headers.getOrDefault(":message-type", "event");
  }

  /** The event's name, or empty. */
  String event() {
    return headers.getOrDefault(":event-type", "");
  }

  /** The exception's name or the error's code; null where there is none. */
  @Nullable String exception() {
    String name = headers.get(":exception-type");
    return name == null ? headers.get(":error-code") : name;
  }

  /** Without the payload: it may be prompt text. */
  @Override
  public String toString() {
    return "StreamMessage[" + type() + ", " + event() + ", " + length + " bytes]";
  }
}
