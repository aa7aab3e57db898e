package cambio.router.health;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which endpoints cool down with which credentials, as bytes. */
final class CooldownNotes {

  private static final int VERSION = 1;
  private static final int MOST = 10_000;

  /** Nothing cools down for longer, whatever another router's clock says. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private CooldownNotes() {}

  static byte[] encode(Map<CooldownKey, Instant> untils) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      NoteCodec.writeCount(out, Math.min(MOST, untils.size()));
      int written = 0;
      for (Map.Entry<CooldownKey, Instant> one : untils.entrySet()) {
        if (written++ == MOST) {
          break;
        }
        out.writeUTF(one.getKey().endpoint());
        out.writeUTF(one.getKey().credential());
        out.writeLong(one.getValue().toEpochMilli());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The cooldowns; null where the bytes are none, or of another version. */
  static @Nullable Map<CooldownKey, Instant> decode(byte[] bytes, Instant now) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        return null;
      }
      long length = NoteCodec.count(in);
      Map<CooldownKey, Instant> untils = new HashMap<>();
      for (long i = 0; i < Math.min(MOST, length); i++) {
        CooldownKey key = new CooldownKey(in.readUTF(), in.readUTF());
        Instant until = Instant.ofEpochMilli(in.readLong());
        Instant latest = now.plus(LONGEST);
        untils.put(key, until.isAfter(latest) ? latest : until);
      }
      return untils;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
