package cambio.server.auth;

import cambio.router.ledger.Spender;
import cambio.router.plan.Ceiling;
import cambio.router.plan.Entitlements;
import cambio.router.plan.Names;
import cambio.router.plan.Principal;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.CreditRule;
import cambio.router.quota.Measure;
import cambio.router.quota.OnStoreFailure;
import cambio.router.quota.QuotaRules;
import cambio.router.quota.RateRule;
import cambio.router.quota.Scope;
import cambio.router.quota.SpendRule;
import cambio.server.tenant.Budget;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.KeyStanding;
import cambio.server.tenant.RateLimits;
import cambio.server.tenant.StoredKey;
import cambio.server.tenant.TenantRules;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key may do, put together from everything above it: organisation, workspace, the member it
 * was created for, and itself. A pure function; what depends on the hour is left to whoever asks.
 */
final class KeyTerms {

  private KeyTerms() {}

  /**
   * The state of a secret.
   *
   * @param credit the prepaid credit of its organisation; null where it is not bound to any
   */
  static KeyState of(KeyStanding standing, @Nullable CreditRule credit) {
    StoredKey key = standing.key();
    String refusal = refusal(standing);
    if (refusal != null) {
      return new KeyState.Refused(key.organization(), key.lineage(), refused(refusal));
    }
    Instant expiry = key.settings().expiresAt();
    Instant replaced = standing.secretUntil();
    boolean replacedFirst = replaced != null && (expiry == null || replaced.isBefore(expiry));
    Failure afterwards =
        refused(
            replacedFirst
                ? "The API key " + named(key) + " was replaced by a new one. Use that."
                : "The API key " + named(key) + " expired at " + expiry + ". Use another one.");
    Caller caller = new Caller(principal(standing, credit), key.kind());
    return new KeyState.Usable(caller, replacedFirst ? replaced : expiry, afterwards);
  }

  private static @Nullable String refusal(KeyStanding standing) {
    StoredKey key = standing.key();
    if (standing.deleted()) {
      return "The API key " + named(key) + " was revoked. Use another one.";
    }
    if (key.settings().disabled()) {
      return "The API key " + named(key) + " is disabled. Use another one.";
    }
    if (standing.workspace().disabled()) {
      return "The workspace of the API key is disabled. Ask who manages it.";
    }
    return standing.organization().disabled()
        ? "The organisation of the API key is disabled. Ask the router's operator."
        : null;
  }

  private static String named(StoredKey key) {
    return '"' + key.settings().name() + '"';
  }

  private static Failure refused(String message) {
    return Failure.of(FailureKind.AUTHENTICATION, message);
  }

  private static Principal principal(KeyStanding standing, @Nullable CreditRule credit) {
    StoredKey key = standing.key();
    String member = key.creator().isEmpty() ? null : key.creator();
    Spender spender =
        new Spender(key.organization(), key.workspace(), key.lineage(), member, null, null);
    List<Ceiling> ceilings = new ArrayList<>();
    List<SpendRule> spend = new ArrayList<>();
    List<RateRule> rates = new ArrayList<>();
    if (credit != null) {
      spend.add(credit);
    }
    level(standing.organization().rules(), Scope.ORGANIZATION, spender, ceilings, spend, rates);
    level(standing.workspace().rules(), Scope.WORKSPACE, spender, ceilings, spend, rates);
    if (standing.member() != null) {
      level(standing.member().rules(), Scope.MEMBER, spender, ceilings, spend, rates);
    }
    KeySettings settings = key.settings();
    ceilings.add(Ceiling.allowing(settings.models(), settings.providers()));
    if (settings.limit() != null) {
      spend.add(BudgetRule.of(Scope.KEY, key.lineage(), settings.limit(), settings.limitReset()));
    }
    paces(settings.rates(), Scope.KEY, key.lineage(), rates);
    return new Principal(
        key.organization(),
        key.workspace(),
        key.lineage(),
        member,
        null,
        new Entitlements(ceilings, new QuotaRules(spend, rates)));
  }

  private static void level(
      TenantRules rules,
      Scope scope,
      Spender spender,
      List<Ceiling> ceilings,
      List<SpendRule> spend,
      List<RateRule> rates) {
    ceilings.add(
        new Ceiling(
            Names.of(rules.allowedModels()),
            Names.of(rules.deniedModels()),
            Names.of(rules.allowedProviders()),
            Names.of(rules.deniedProviders()),
            rules.zdr(),
            rules.denyDataCollection()));
    String subject = spender.subject(scope);
    if (subject != null) {
      for (Budget budget : rules.budgets()) {
        spend.add(BudgetRule.of(scope, subject, budget.limit(), budget.interval()));
      }
      paces(rules.rates(), scope, subject, rates);
    }
  }

  private static void paces(RateLimits limits, Scope scope, String subject, List<RateRule> rates) {
    pace(Measure.REQUESTS_PER_MINUTE, limits.requestsPerMinute(), scope, subject, rates);
    pace(Measure.TOKENS_PER_MINUTE, limits.tokensPerMinute(), scope, subject, rates);
    pace(Measure.CONCURRENT_REQUESTS, limits.concurrentRequests(), scope, subject, rates);
  }

  private static void pace(
      Measure measure, long limit, Scope scope, String subject, List<RateRule> rates) {
    if (limit > 0) {
      rates.add(new RateRule(scope, subject, measure, limit, OnStoreFailure.FAIL_OPEN));
    }
  }
}
