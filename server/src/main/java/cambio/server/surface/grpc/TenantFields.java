package cambio.server.surface.grpc;

import cambio.router.money.Money;
import cambio.router.quota.RateRule;
import cambio.router.quota.ResetInterval;
import cambio.server.tenant.FieldRules;
import cambio.server.tenant.RateLimits;
import cambio.server.tenant.Spending;
import cambio.v1.Spend;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Parts that messages of tenants and of keys have in common. */
final class TenantFields {

  /** The range of {@code google.protobuf.Timestamp}: years 1 to 9999. */
  private static final long EARLIEST = -62_135_596_800L;

  private static final long LATEST = 253_402_300_799L;

  private TenantFields() {}

  static ResetInterval interval(
      String field, cambio.v1.ResetInterval interval, Violations violations) {
    return switch (interval) {
      case RESET_INTERVAL_UNSPECIFIED -> ResetInterval.NEVER;
      case RESET_INTERVAL_DAILY -> ResetInterval.DAILY;
      case RESET_INTERVAL_WEEKLY -> ResetInterval.WEEKLY;
      case RESET_INTERVAL_MONTHLY -> ResetInterval.MONTHLY;
      case UNRECOGNIZED -> {
        violations.add(field, "unknown (expected: daily, weekly, monthly or unspecified)");
        yield ResetInterval.NEVER;
      }
    };
  }

  static cambio.v1.ResetInterval interval(ResetInterval interval) {
    return switch (interval) {
      case NEVER -> cambio.v1.ResetInterval.RESET_INTERVAL_UNSPECIFIED;
      case DAILY -> cambio.v1.ResetInterval.RESET_INTERVAL_DAILY;
      case WEEKLY -> cambio.v1.ResetInterval.RESET_INTERVAL_WEEKLY;
      case MONTHLY -> cambio.v1.ResetInterval.RESET_INTERVAL_MONTHLY;
    };
  }

  static RateLimits rates(String field, cambio.v1.RateLimits limits, FieldRules rules) {
    int most = FieldRules.REQUESTS_MAX;
    return new RateLimits(
        (int) rules.count(field + ".requests_per_minute", limits.getRequestsPerMinute(), most),
        rules.count(field + ".tokens_per_minute", limits.getTokensPerMinute(), RateRule.LIMIT_MAX),
        (int) rules.count(field + ".concurrent_requests", limits.getConcurrentRequests(), most));
  }

  static cambio.v1.RateLimits rates(RateLimits limits) {
    return cambio.v1.RateLimits.newBuilder()
        .setRequestsPerMinute(limits.requestsPerMinute())
        .setTokensPerMinute(limits.tokensPerMinute())
        .setConcurrentRequests(limits.concurrentRequests())
        .build();
  }

  /** A time to come; null where it is absent or wrong. */
  static @Nullable Instant future(
      String field, boolean present, Timestamp time, Instant now, Violations violations) {
    if (!present) {
      return null;
    }
    boolean legal =
        time.getSeconds() >= EARLIEST
            && time.getSeconds() <= LATEST
            && time.getNanos() >= 0
            && time.getNanos() < 1_000_000_000;
    if (!legal || time.getSeconds() <= now.getEpochSecond()) {
      violations.add(field, "not a time to come (expected: after " + now + ", to year 9999)");
      return null;
    }
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /**
   * What was spent.
   *
   * @param reserved what is held for generations under way; null where that is not known
   */
  static Spend spend(Spending spending, @Nullable Money reserved) {
    return Spend.newBuilder()
        .setReservedUsd(reserved == null ? "" : text(reserved))
        .setTotalUsd(text(spending.total()))
        .setDailyUsd(text(spending.daily()))
        .setWeeklyUsd(text(spending.weekly()))
        .setMonthlyUsd(text(spending.monthly()))
        .build();
  }

  static String text(Money money) {
    return money.toString();
  }
}
