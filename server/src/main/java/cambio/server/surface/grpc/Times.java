package cambio.server.surface.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Instants and spans in the contract's types. */
final class Times {

  /** The range of {@code google.protobuf.Timestamp}: years 1 to 9999. */
  private static final long EARLIEST = -62_135_596_800L;

  private static final long LATEST = 253_402_300_799L;

  private Times() {}

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Duration duration(java.time.Duration span) {
    return Duration.newBuilder().setSeconds(span.getSeconds()).setNanos(span.getNano()).build();
  }

  /** An instant that a caller sent; null where it is absent or out of range. */
  static @Nullable Instant instant(
      boolean present, String field, Timestamp time, Violations violations) {
    boolean legal =
        time.getSeconds() >= EARLIEST
            && time.getSeconds() <= LATEST
            && time.getNanos() >= 0
            && time.getNanos() < 1_000_000_000;
    if (present && !legal) {
      violations.add(field, time.getSeconds() + " s (expected: a time of years 1 to 9999)");
    }
    return present && legal ? Instant.ofEpochSecond(time.getSeconds(), time.getNanos()) : null;
  }
}
