package cambio.server.cli;

import cambio.router.money.Money;
import cambio.router.quota.RateRule;
import cambio.router.quota.ResetInterval;
import cambio.server.tenant.FieldRules;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.RateLimits;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of a key when it is made or changed; what is not said stays as it is. */
final class KeyOptions {

  private static final String NONE = "none";

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "SLUG",
      description = "Only these models; author/* for all of an author's; \"none\" for no bound.")
  private @Nullable List<String> models;

  @Option(
      names = "--providers",
      split = ",",
      paramLabel = "ID",
      description = "Only these; \"none\" for no bound.")
  private @Nullable List<String> providers;

  @Option(
      names = "--limit",
      paramLabel = "USD",
      description = "Its budget in dollars, such as 12.50; \"none\" for none of its own.")
  private @Nullable String limit;

  @Option(
      names = "--limit-reset",
      paramLabel = "WHEN",
      description = "When the budget begins anew, at midnight UTC: ${COMPLETION-CANDIDATES}.")
  private @Nullable ResetInterval limitReset;

  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      description = "Its pace; 0 for no limit.")
  private @Nullable Integer requests;

  @Option(
      names = "--tokens-per-minute",
      paramLabel = "N",
      description = "Tokens of prompts and answers; 0 for no limit.")
  private @Nullable Long tokens;

  @Option(
      names = "--concurrent-requests",
      paramLabel = "N",
      description = "At the same time; 0 for no limit.")
  private @Nullable Integer concurrent;

  @Option(
      names = "--expires-at",
      paramLabel = "WHEN",
      description = "A date (UTC) or an instant from which it is refused; \"none\" for never.")
  private @Nullable String expiresAt;

  /** The settings with what was said. */
  KeySettings over(KeySettings before, String name, boolean disabled, Instant now) {
    FieldRules rules =
        new FieldRules((field, problem) -> {
          throw new CommandFailure(field + ": " + problem);
        });
    return new KeySettings(
        rules.text("NAME", name, 1, FieldRules.NAME_MAX),
        disabled,
        expiresAt == null ? before.expiresAt() : expiry(expiresAt, now),
        limit == null ? before.limit() : money(limit, rules),
        limitReset == null ? before.limitReset() : limitReset,
        before.includeOwnCredentials(),
        models == null
            ? before.models()
            : rules.names("--models", list(models), FieldRules.MODELS_MAX),
        providers == null
            ? before.providers()
            : rules.names("--providers", list(providers), FieldRules.PROVIDERS_MAX),
        paces(before.rates(), rules),
        before.preset());
  }

  private RateLimits paces(RateLimits before, FieldRules rules) {
    int most = FieldRules.REQUESTS_MAX;
    return new RateLimits(
        requests == null
            ? before.requestsPerMinute()
            : (int) rules.count("--requests-per-minute", requests, most),
        tokens == null
            ? before.tokensPerMinute()
            : rules.count("--tokens-per-minute", tokens, RateRule.LIMIT_MAX),
        concurrent == null
            ? before.concurrentRequests()
            : (int) rules.count("--concurrent-requests", concurrent, most));
  }

  private static @Nullable Money money(String text, FieldRules rules) {
    return text.equals(NONE) ? null : rules.money("--limit", text);
  }

  private static List<String> list(List<String> said) {
    return said.equals(List.of(NONE)) ? List.of() : said;
  }

  private static @Nullable Instant expiry(String text, Instant now) {
    if (text.equals(NONE)) {
      return null;
    }
    Instant expiry;
    try {
      expiry =
          text.indexOf('T') < 0
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new CommandFailure(
          "--expires-at: \"" + text + "\" (expected: 2027-01-31 or 2027-01-31T12:00:00Z)");
    }
    if (!expiry.isAfter(now)) {
      throw new CommandFailure("--expires-at: " + text + " is past (expected: a time to come)");
    }
    return expiry;
  }
}
