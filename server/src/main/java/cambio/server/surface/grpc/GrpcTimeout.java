package cambio.server.surface.grpc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The {@code grpc-timeout} header: at most eight digits and a unit. */
final class GrpcTimeout {

  private static final int MOST_DIGITS = 8;

  private GrpcTimeout() {}

  /** The time that the caller waits; null where it does not say, or says it wrongly. */
  static @Nullable Duration parse(@Nullable String header) {
    if (header == null || header.length() < 2 || header.length() > MOST_DIGITS + 1) {
      return null;
    }
    String digits = header.substring(0, header.length() - 1);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    long amount = Long.parseLong(digits);
    return switch (header.charAt(header.length() - 1)) {
      case 'H' -> Duration.ofHours(amount);
      case 'M' -> Duration.ofMinutes(amount);
      case 'S' -> Duration.ofSeconds(amount);
      case 'm' -> Duration.ofMillis(amount);
      case 'u' -> Duration.ofNanos(amount * 1000);
      case 'n' -> Duration.ofNanos(amount);
      default -> null;
    };
  }
}
