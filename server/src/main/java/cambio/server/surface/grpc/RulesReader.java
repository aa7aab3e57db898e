package cambio.server.surface.grpc;

import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import cambio.server.tenant.Budget;
import cambio.server.tenant.FieldRules;
import cambio.server.tenant.TenantRules;
import cambio.v1.DataCollection;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the rules of organisations, workspaces and members. */
final class RulesReader {

  private static final List<String> PARTS =
      List.of(
          "budgets",
          "rate_limits",
          "allowed_models",
          "denied_models",
          "allowed_providers",
          "denied_providers",
          "zdr",
          "data_collection");

  private final String field;
  private final Violations violations;
  private final FieldRules rules;

  /**
   * A reader.
   *
   * @param field where the rules are in the request, such as {@code workspace.rules}
   */
  RulesReader(String field, Violations violations) {
    this.field = field;
    this.violations = violations;
    this.rules = new FieldRules(violations::add);
  }

  /** The paths that a mask may name: these, {@code rules}, and what is below it. */
  static Set<String> paths(String... own) {
    Set<String> paths = PARTS.stream().map(part -> "rules." + part).collect(Collectors.toSet());
    paths.add("rules");
    paths.addAll(List.of(own));
    return new TreeSet<>(paths);
  }

  /** Rules with what the mask says changed. */
  TenantRules read(boolean set, cambio.v1.TenantRules said, UpdateMask mask, TenantRules before) {
    refuseUnserved(said);
    return new TenantRules(
        mask.has("rules.budgets", set) ? budgets(said) : before.budgets(),
        mask.has("rules.rate_limits", set)
            ? TenantFields.rates(field + ".rate_limits", said.getRateLimits(), rules)
            : before.rates(),
        mask.has("rules.allowed_models", set)
            ? models(".allowed_models", said.getAllowedModelsList())
            : before.allowedModels(),
        mask.has("rules.denied_models", set)
            ? models(".denied_models", said.getDeniedModelsList())
            : before.deniedModels(),
        mask.has("rules.allowed_providers", set)
            ? providers(".allowed_providers", said.getAllowedProvidersList())
            : before.allowedProviders(),
        mask.has("rules.denied_providers", set)
            ? providers(".denied_providers", said.getDeniedProvidersList())
            : before.deniedProviders(),
        mask.has("rules.zdr", set) ? said.getZdr() : before.zdr(),
        mask.has("rules.data_collection", set)
            ? denies(said.getDataCollection())
            : before.denyDataCollection());
  }

  /** What would be kept and not obeyed is refused: a rule that does nothing is worse than none. */
  private void refuseUnserved(cambio.v1.TenantRules said) {
    String unserved = "not served by this version (expected: absent)";
    violations.require(said.getRegionsCount() == 0, field + ".regions", unserved);
    violations.require(said.getDefaultModel().isEmpty(), field + ".default_model", unserved);
    violations.require(!said.hasDefaultPreferences(), field + ".default_preferences", unserved);
  }

  private List<Budget> budgets(cambio.v1.TenantRules said) {
    List<Budget> budgets = new ArrayList<>();
    Set<ResetInterval> intervals = EnumSet.noneOf(ResetInterval.class);
    int count = Math.min(said.getBudgetsCount(), ResetInterval.values().length + 1);
    for (int i = 0; i < count; i++) {
      cambio.v1.Budget budget = said.getBudgets(i);
      String at = field + ".budgets[" + i + "]";
      ResetInterval interval =
          TenantFields.interval(at + ".interval", budget.getInterval(), violations);
      violations.require(
          intervals.add(interval), at + ".interval", "occurs twice (expected: one an interval)");
      Money limit = rules.money(at + ".limit_usd", budget.getLimitUsd());
      Double warnAt =
          violations.positive(budget.hasWarnAt(), at + ".warn_at", budget.getWarnAt(), 1);
      if (limit != null) {
        budgets.add(new Budget(interval, limit, warnAt == null ? Budget.WARN_AT : warnAt));
      }
    }
    return budgets;
  }

  private List<String> models(String name, List<String> values) {
    return rules.names(field + name, values, FieldRules.MODELS_MAX);
  }

  private List<String> providers(String name, List<String> values) {
    return rules.names(field + name, values, FieldRules.PROVIDERS_MAX);
  }

  private boolean denies(DataCollection collection) {
    return switch (collection) {
      case DATA_COLLECTION_UNSPECIFIED, DATA_COLLECTION_ALLOW -> false;
      case DATA_COLLECTION_DENY -> true;
      case UNRECOGNIZED -> {
        violations.add(field + ".data_collection", "unknown (expected: allow or deny)");
        yield false;
      }
    };
  }
}
