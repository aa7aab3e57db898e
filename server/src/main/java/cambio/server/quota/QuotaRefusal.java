package cambio.server.quota;

import cambio.router.money.Money;
import cambio.router.quota.CreditRule;
import cambio.router.quota.HoldLevel;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.SpendRule;
import cambio.server.execution.Admission;
import cambio.server.execution.RateLimitState;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.util.Locale;

/** What a caller is told when a limit stops it. */
final class QuotaRefusal {

  private static final Duration SOON = Duration.ofSeconds(1);

  private QuotaRefusal() {}

  /** A pace or a count of what runs. */
  static Admission.Refused rate(RateLine line, RateReading reading) {
    String whose = scope(line.rule().scope().name());
    String what =
        switch (line.rule().measure()) {
          case REQUESTS_PER_MINUTE -> " requests a minute";
          case TOKENS_PER_MINUTE -> " tokens a minute";
          case CONCURRENT_REQUESTS -> " requests at the same time";
        };
    long seconds = Math.max(1, reading.retryAfter().plusMillis(999).toSeconds());
    String message =
        "This %s's limit of %d%s is used up. Try again in %d s."
            .formatted(whose, line.rule().limit(), what, seconds);
    RateLimitState state =
        new RateLimitState(reading.limit(), reading.remaining(), reading.resetAfter());
    return new Admission.Refused(
        Failure.of(FailureKind.QUOTA_EXCEEDED, message).withRetryAfter(reading.retryAfter()),
        state,
        name(line.rule().scope().name()) + "_" + name(line.rule().measure().name()));
  }

  /**
   * A budget or the credit.
   *
   * @param least the least that would do
   * @param affordable how many tokens of output what is free would pay for
   */
  static Admission.Refused spend(
      SpendLine line, LeaseAnswer.SpendRefused refused, HoldLevel least, long affordable) {
    SpendRule rule = line.rule();
    Money free = refused.free().nanos() < 0 ? Money.ZERO : refused.free();
    StringBuilder text = new StringBuilder(256);
    text.append("This request may cost up to ")
        .append(least.amount())
        .append(" USD (the prompt and ")
        .append(least.outputTokens())
        .append(" tokens of output), but only ")
        .append(free)
        .append(" USD of the ")
        .append(what(rule))
        .append(" can be spent now. ");
    if (refused.heldOnly()) {
      text.append("Requests under way hold the rest: try again in a moment.");
    } else {
      text.append(rule instanceof CreditRule ? "Add credits" : "Raise the budget");
      text.append(
          affordable > 0
              ? ", or ask for fewer max_tokens: at most " + affordable + " are affordable."
              : ", or shorten the prompt.");
      if (rule.reset() != ResetInterval.NEVER) {
        text.append(" It begins anew at ").append(line.until()).append('.');
      }
    }
    Failure failure = Failure.of(FailureKind.PAYMENT_REQUIRED, text.toString());
    return new Admission.Refused(
        refused.heldOnly() ? failure.withRetryAfter(SOON) : failure, null, source(rule));
  }

  /** A store is away, and the rule says not to go on without it. */
  static Admission.Refused away() {
    return new Admission.Refused(
        Failure.of(
                FailureKind.UNAVAILABLE,
                "Budgets cannot be checked right now, so nothing was sent and nothing is charged."
                    + " Try again in a second.")
            .withRetryAfter(SOON),
        null,
        null);
  }

  private static String what(SpendRule rule) {
    if (rule instanceof CreditRule) {
      return "organisation's credit";
    }
    String reset =
        rule.reset() == ResetInterval.NEVER
            ? ""
            : rule.reset().name().toLowerCase(Locale.ROOT) + " ";
    return scope(rule.scope().name()) + "'s " + reset + "budget of " + rule.limit() + " USD";
  }

  private static String source(SpendRule rule) {
    return rule instanceof CreditRule ? "credits" : name(rule.scope().name()) + "_budget";
  }

  private static String scope(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ').replace("organization", "organisation");
  }

  private static String name(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
