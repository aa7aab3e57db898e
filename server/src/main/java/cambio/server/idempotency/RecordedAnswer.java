package cambio.server.idempotency;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer as its door gave it, to be given again byte for byte.
 *
 * @param status in the door's own terms
 * @param head what is said besides: headers, or trailers
 * @param parts the body, or messages in order; not to be changed
 */
public record RecordedAnswer(int status, List<Line> head, List<byte[]> parts) {

  private static final byte VERSION = 1;

  /** One header. */
  public record Line(String name, String value) {}

  public RecordedAnswer {
    head = List.copyOf(head);
    parts = List.copyOf(parts);
  }

  /** The answer in few bytes: answers are texts, and are kept for long. */
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    bytes.write(VERSION);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      out.writeInt(status);
      out.writeInt(head.size());
      for (Line line : head) {
        write(out, line.name().getBytes(StandardCharsets.UTF_8));
        write(out, line.value().getBytes(StandardCharsets.UTF_8));
      }
      out.writeInt(parts.size());
      for (byte[] part : parts) {
        write(out, part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /** Null where the bytes are none of ours, perhaps of another version. */
  static @Nullable RecordedAnswer of(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != VERSION) {
      return null;
    }
    try (DataInputStream in =
        new DataInputStream(
            new InflaterInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1)))) {
      int status = in.readInt();
      List<Line> head = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        head.add(new Line(text(in), text(in)));
      }
      List<byte[]> parts = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        parts.add(part(in));
      }
      return new RecordedAnswer(status, head, parts);
    } catch (IOException e) {
      return null;
    }
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(part(in), StandardCharsets.UTF_8);
  }

  private static byte[] part(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length != length) {
      throw new IOException("an answer that was cut off");
    }
    return bytes;
  }
}
