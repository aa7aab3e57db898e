package cambio.server.config;

import cambio.catalog.yaml.YamlSection;
import cambio.router.money.Money;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.Measure;
import cambio.router.quota.OnStoreFailure;
import cambio.router.quota.QuotaRules;
import cambio.router.quota.RateRule;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import cambio.router.quota.SpendRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the sections {@code limits}, {@code budgets} and {@code quota}. */
final class QuotaReader {

  /** Up to here the shared store's arithmetic on doubles is exact. */
  private static final Money BUDGET_MAX = Money.parse("9000000");

  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Map<String, OnStoreFailure> FAILURE =
      Map.of("open", OnStoreFailure.FAIL_OPEN, "closed", OnStoreFailure.FAIL_CLOSED);

  private QuotaReader() {}

  static QuotaSettings read(YamlSection file) {
    List<RateRule> rates = new ArrayList<>();
    file.sections("limits").forEach(section -> addRates(section, rates));
    List<SpendRule> spend = new ArrayList<>();
    file.sections("budgets").forEach(section -> addBudget(section, spend));
    YamlSection section = file.section("quota");
    QuotaSettings settings =
        new QuotaSettings(
            new QuotaRules(spend, rates),
            section.parsed("wait", WAIT, Quantities.DURATION, Quantities::duration),
            section.parsed(
                "lease", LEASE, Quantities.DURATION + ", at least 5s", QuotaReader::lease));
    section.end();
    return settings;
  }

  private static void addRates(YamlSection section, List<RateRule> rates) {
    Scope scope = scope(section);
    String subject = section.text("subject", QuotaRules.EACH);
    OnStoreFailure failure = section.choice("on_store_failure", OnStoreFailure.FAIL_OPEN, FAILURE);
    int before = rates.size();
    for (Measure measure : Measure.values()) {
      String name = measure.name().toLowerCase(Locale.ROOT);
      long limit =
          section.parsed(
              name, 0L, "a whole number, 1 to " + RateRule.LIMIT_MAX, QuotaReader::limit);
      if (limit > 0) {
        rates.add(new RateRule(scope, subject, measure, limit, failure));
      }
    }
    if (rates.size() == before && section.names().stream().noneMatch(n -> n.contains("_"))) {
      section.problem(
          "requests_per_minute",
          "is missing (expected: requests_per_minute, tokens_per_minute or concurrent_requests)");
    }
    section.end();
  }

  private static void addBudget(YamlSection section, List<SpendRule> spend) {
    Scope scope = scope(section);
    String subject = section.text("subject", QuotaRules.EACH);
    Money limit = Money.ZERO;
    if (section.has("limit")) {
      limit =
          section.parsed(
              "limit",
              Money.ZERO,
              "USD, 0 to " + BUDGET_MAX + ", with at most 9 decimals",
              QuotaReader::money);
    } else {
      section.problem("limit", "is missing (expected: USD, like 25 or 0.50)");
    }
    ResetInterval reset =
        section.choice("reset", ResetInterval.NEVER, words(ResetInterval.values()));
    OnStoreFailure failure =
        section.choice("on_store_failure", OnStoreFailure.FAIL_CLOSED, FAILURE);
    section.end();
    spend.add(new BudgetRule(scope, subject, limit, reset, failure));
  }

  private static Scope scope(YamlSection section) {
    if (!section.has("scope")) {
      section.problem(
          "scope",
          "is missing (expected: key, member, workspace, organization, model or end_user)");
    }
    return section.choice("scope", Scope.KEY, words(Scope.values()));
  }

  private static long limit(String text) {
    long limit = Long.parseLong(text);
    if (limit < 1 || limit > RateRule.LIMIT_MAX) {
      throw new IllegalArgumentException(text);
    }
    return limit;
  }

  private static Money money(String text) {
    Money money = Money.parse(text);
    if (money.nanos() < 0 || money.compareTo(BUDGET_MAX) > 0) {
      throw new IllegalArgumentException(text);
    }
    return money;
  }

  private static Duration lease(String text) {
    Duration lease = Quantities.duration(text);
    if (lease.compareTo(Duration.ofSeconds(5)) < 0) {
      throw new IllegalArgumentException(text);
    }
    return lease;
  }

  private static <E extends Enum<E>> Map<String, E> words(E[] values) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E value : values) {
      words.put(value.name().toLowerCase(Locale.ROOT), value);
    }
    return words;
  }
}
