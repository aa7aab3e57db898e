package cambio.wire;

import cambio.spi.HeaderFields;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider asks to wait: {@code retry-after-ms}, else {@code retry-after} in seconds or
 * as an HTTP date. A date is measured from the response's own {@code date} header, so that no clock
 * is needed and the provider's clock may be wrong.
 */
public final class RetryAfter {

  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /** The time to wait, at least 0 and at most a day; null where the headers do not say. */
  public static @Nullable Duration of(HeaderFields headers) {
    Duration millis = decimal(headers.first("retry-after-ms"), 1);
    if (millis != null) {
      return millis;
    }
    String value = headers.first("retry-after");
    Duration seconds = decimal(value, 1000);
    return seconds != null ? seconds : date(value, headers.first("date"));
  }

  private static @Nullable Duration decimal(@Nullable String value, int millisPerUnit) {
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      double millis = Double.parseDouble(value.strip()) * millisPerUnit;
      return millis >= 0 ? bounded(Duration.ofMillis((long) Math.min(millis, 1e12))) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Duration date(@Nullable String until, @Nullable String now) {
    Instant end = instant(until);
    Instant start = instant(now);
    if (end == null || start == null) {
      return null;
    }
    return end.isBefore(start) ? Duration.ZERO : bounded(Duration.between(start, end));
  }

  private static @Nullable Instant instant(@Nullable String date) {
    if (date == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static Duration bounded(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
