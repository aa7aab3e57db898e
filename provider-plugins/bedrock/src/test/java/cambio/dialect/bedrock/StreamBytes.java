package cambio.dialect.bedrock;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Writes binary event streams by hand, from the format's specification. */
final class StreamBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An event. */
  StreamBytes event(String type, String json) {
    return message(
        Map.of(":message-type", "event", ":event-type", type, ":content-type", "application/json"),
        json);
  }

  /** An exception. */
  StreamBytes exception(String type, String json) {
    return message(Map.of(":message-type", "exception", ":exception-type", type), json);
  }

  /** A message with these string headers. */
  StreamBytes message(Map<String, String> headers, String payload) {
    out.writeBytes(message(stringHeaders(headers), payload.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  static byte[] message(byte[] headers, byte[] payload) {
    int total = 16 + headers.length + payload.length;
    ByteBuffer message = ByteBuffer.allocate(total);
    message.put(prelude(total, headers.length)).put(headers).put(payload);
    return message.putInt(checksum(message.array(), total - 4)).array();
  }

  /** A prelude with its checksum. */
  static byte[] prelude(int total, int headers) {
    ByteBuffer prelude = ByteBuffer.allocate(12).putInt(total).putInt(headers);
    return prelude.putInt(checksum(prelude.array(), 8)).array();
  }

  private static byte[] stringHeaders(Map<String, String> headers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new TreeMap<>(headers)
        .forEach((name, value) -> {
          byte[] text = value.getBytes(StandardCharsets.UTF_8);
          bytes.write(name.length());
          bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
          bytes.write(7);
          bytes.writeBytes(ByteBuffer.allocate(2).putShort((short) text.length).array());
          bytes.writeBytes(text);
        });
    return bytes.toByteArray();
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
