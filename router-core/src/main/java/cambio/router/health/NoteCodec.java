package cambio.router.health;

import cambio.router.health.Breaker.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports as bytes: a version, then fixed fields, then the windows, of which empty ones take one
 * byte. Points are written as floats, seven digits of them.
 */
final class NoteCodec {

  private static final int VERSION = 1;
  private static final int MOST_POINTS = 1_000;

  private NoteCodec() {}

  static byte[] encode(EndpointReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(report.atMillis());
      out.writeByte(report.state().ordinal());
      out.writeLong(report.reopensAtMillis());
      out.writeLong(report.recoveredAtMillis());
      out.writeDouble(report.cap().perSecond());
      out.writeLong(report.cap().learnedAtMillis());
      out.writeDouble(report.pace().perSecond());
      out.writeLong(report.pace().atMillis());
      for (WindowTotals window : report.windows()) {
        write(out, window);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The report; null where the bytes are none, or of another version. */
  static @Nullable EndpointReport decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        return null;
      }
      long at = in.readLong();
      State state = State.values()[in.readByte()];
      long reopensAt = in.readLong();
      long recoveredAt = in.readLong();
      CapacityCap cap = new CapacityCap(positive(in.readDouble()), in.readLong());
      DecayingRate pace = new DecayingRate(positive(in.readDouble()), in.readLong());
      List<WindowTotals> windows = new ArrayList<>();
      for (int i = 0; i < Window.values().length; i++) {
        windows.add(totals(in));
      }
      return new EndpointReport(at, state, reopensAt, recoveredAt, cap, pace, windows);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static void write(DataOutputStream out, WindowTotals window) throws IOException {
    out.writeBoolean(!window.isEmpty());
    if (window.isEmpty()) {
      return;
    }
    writeCount(out, window.successes());
    writeCount(out, window.drops());
    writeCount(out, window.rateLimits());
    writeCount(out, window.inputTokens());
    writeCount(out, window.cachedInputTokens());
    writeCount(out, window.toolCalls());
    writeCount(out, window.invalidToolCalls());
    write(out, window.times());
    write(out, window.speeds());
  }

  private static WindowTotals totals(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? new WindowTotals(
            count(in),
            count(in),
            count(in),
            count(in),
            count(in),
            count(in),
            count(in),
            distribution(in),
            distribution(in))
        : WindowTotals.NONE;
  }

  private static void write(DataOutputStream out, Distribution points) throws IOException {
    writeCount(out, points.points());
    for (int i = 0; i < points.points(); i++) {
      out.writeFloat((float) points.mean(i));
      writeCount(out, points.weight(i));
    }
  }

  private static Distribution distribution(DataInputStream in) throws IOException {
    long length = count(in);
    if (length > MOST_POINTS) {
      throw new IllegalArgumentException("points: " + length);
    }
    double[] means = new double[(int) length];
    int[] weights = new int[(int) length];
    for (int i = 0; i < length; i++) {
      means[i] = in.readFloat();
      weights[i] = Math.toIntExact(count(in));
    }
    return Distribution.of(means, weights);
  }

  /** Seven bits a byte, the lowest first; the eighth says that more follow. */
  static void writeCount(DataOutputStream out, long count) throws IOException {
    long rest = count;
    while (rest > 0x7F) {
      out.writeByte((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long count(DataInputStream in) throws IOException {
    long count = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int next = in.readUnsignedByte();
      count |= (long) (next & 0x7F) << shift;
      if (next <= 0x7F) {
        return count;
      }
    }
    throw new IllegalArgumentException("a count is too long");
  }

  private static double positive(double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("a rate: " + value);
    }
    return value;
  }
}
