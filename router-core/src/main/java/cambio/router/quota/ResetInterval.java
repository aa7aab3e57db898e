package cambio.router.quota;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/** When a budget begins anew: at midnight UTC, of each day, of Monday, or of the month's first. */
public enum ResetInterval {
  /** Never: the budget is for good. */
  NEVER,
  /** Each day at 00:00 UTC. */
  DAILY,
  /** Each Monday at 00:00 UTC. */
  WEEKLY,
  /** Each first of a month at 00:00 UTC. */
  MONTHLY;

  /** The start of the window that {@code now} is in; the epoch where there is no reset. */
  public Instant windowStart(Instant now) {
    return this == NEVER ? Instant.EPOCH : midnight(startDay(now));
  }

  /**
   * The end of the window that {@code now} is in, exclusive, and the next one's start; {@link
   * Instant#MAX} where there is no reset.
   */
  public Instant windowEnd(Instant now) {
    LocalDate start = startDay(now);
    return switch (this) {
      case NEVER -> Instant.MAX;
      case DAILY -> midnight(start.plusDays(1));
      case WEEKLY -> midnight(start.plusWeeks(1));
      case MONTHLY -> midnight(start.plusMonths(1));
    };
  }

  private LocalDate startDay(Instant now) {
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return switch (this) {
      case NEVER, DAILY -> day;
      case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTHLY -> day.withDayOfMonth(1);
    };
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
