package cambio.server.quota;

import cambio.router.quota.BudgetRule;
import cambio.router.quota.Measure;
import cambio.router.quota.QuotaRules;
import cambio.router.quota.RateRule;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import cambio.router.quota.SpendRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that hold for one call, as lines of the roots that count them: its workspace's root,
 * and its organisation's for what is counted over all workspaces.
 *
 * @param spend budgets at the workspace's root
 * @param rates rates at the workspace's root
 * @param poolSpend budgets at the organisation's root
 * @param poolRates rates at the organisation's root
 */
record CallLines(
    List<SpendLine> spend,
    List<RateLine> rates,
    List<SpendLine> poolSpend,
    List<RateLine> poolRates) {

  /**
   * Resolves the rules of a call. A budget of models holds for each that may answer; a rate of
   * models for the one that is asked first.
   *
   * @param candidates who uses it, once a model that may answer, that of the first one first
   * @param tokens what it is taken to use of tokens a minute
   * @param money whether it can cost anything
   */
  static CallLines of(
      QuotaRules rules, List<CallSubjects> candidates, long tokens, boolean money, Instant now) {
    CallSubjects subjects = candidates.getFirst();
    Map<String, SpendLine> spend = new LinkedHashMap<>();
    Map<String, SpendLine> poolSpend = new LinkedHashMap<>();
    if (money) {
      for (SpendRule rule : rules.spend()) {
        for (CallSubjects each : rule.scope() == Scope.MODEL ? candidates : List.of(subjects)) {
          if (each.matches(rule.scope(), rule.subject())) {
            SpendLine line = spendLine(rule, each, now);
            // Where two rules bound the same, one counter does for both.
            Map<String, SpendLine> lines = rule.scope() == Scope.MEMBER ? poolSpend : spend;
            lines.merge(line.counter(), line, CallLines::lower);
          }
        }
      }
    }
    Map<String, RateLine> rates = new LinkedHashMap<>();
    Map<String, RateLine> poolRates = new LinkedHashMap<>();
    for (RateRule rule : rules.rates()) {
      if (subjects.matches(rule.scope(), rule.subject())) {
        String counter = rule.measure() + ":" + rule.scope() + ":" + subjects.in(rule.scope());
        long units = rule.measure() == Measure.TOKENS_PER_MINUTE ? tokens : 1;
        RateLine line = new RateLine(rule, counter, rule.limit(), units);
        (wide(rule.scope()) ? poolRates : rates).merge(counter, line, CallLines::lower);
      }
    }
    return new CallLines(
        List.copyOf(spend.values()),
        List.copyOf(rates.values()),
        List.copyOf(poolSpend.values()),
        List.copyOf(poolRates.values()));
  }

  /** Whether nothing is counted. */
  boolean isEmpty() {
    return spend.isEmpty() && rates.isEmpty() && wideIsEmpty();
  }

  /** Whether nothing is held that has to be given back: requests a minute pass by. */
  boolean passesBy() {
    if (!spend.isEmpty() || !wideIsEmpty()) {
      return false;
    }
    for (RateLine line : rates) {
      if (line.rule().measure() != Measure.REQUESTS_PER_MINUTE) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing is counted at the organisation's root. */
  boolean wideIsEmpty() {
    return poolSpend.isEmpty() && poolRates.isEmpty();
  }

  List<SpendLine> allSpend() {
    List<SpendLine> all = new ArrayList<>(spend);
    all.addAll(poolSpend);
    return all;
  }

  List<RateLine> allRates() {
    List<RateLine> all = new ArrayList<>(rates);
    all.addAll(poolRates);
    return all;
  }

  private static boolean wide(Scope scope) {
    return scope == Scope.ORGANIZATION || scope == Scope.MEMBER;
  }

  private static SpendLine spendLine(SpendRule rule, CallSubjects subjects, Instant now) {
    Instant from = rule.reset().windowStart(now);
    String subject = String.valueOf(subjects.in(rule.scope()));
    String counter = counter(rule.scope(), subject, rule.reset(), from);
    Instant until = rule.reset().windowEnd(now);
    SpendRule own = rule instanceof BudgetRule budget ? budget.forSubject(subject) : rule;
    return rule.scope() == Scope.ORGANIZATION
        ? new SpendLine(own, counter, Scope.WORKSPACE, subjects.root(), from, until, true)
        : new SpendLine(own, counter, rule.scope(), subject, from, until, false);
  }

  /** The counter of a subject's budget in the window that begins then. */
  static String counter(Scope scope, String subject, ResetInterval reset, Instant from) {
    return scope + ":" + subject + ":" + reset + ":" + LocalDate.ofInstant(from, ZoneOffset.UTC);
  }

  private static SpendLine lower(SpendLine one, SpendLine other) {
    return one.rule().limit().compareTo(other.rule().limit()) <= 0 ? one : other;
  }

  private static RateLine lower(RateLine one, RateLine other) {
    return one.limit() <= other.limit() ? one : other;
  }
}
