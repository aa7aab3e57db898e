package cambio.server.tenant;

import java.util.List;

/**
 * Limits and ceilings of an organisation, workspace or member. Each applies besides those above it.
 *
 * @param budgets at most one for each interval
 * @param allowedModels slugs or patterns with {@code *}; empty for all
 * @param deniedModels likewise; these win
 * @param zdr whether only endpoints with zero data retention are allowed
 * @param denyDataCollection whether endpoints that keep or train on prompts are forbidden
 */
public record TenantRules(
    List<Budget> budgets,
    RateLimits rates,
    List<String> allowedModels,
    List<String> deniedModels,
    List<String> allowedProviders,
    List<String> deniedProviders,
    boolean zdr,
    boolean denyDataCollection) {

  /** No rule. */
  public static final TenantRules NONE =
      new TenantRules(
          List.of(), RateLimits.NONE, List.of(), List.of(), List.of(), List.of(), false, false);

  public TenantRules {
    budgets = List.copyOf(budgets);
    allowedModels = List.copyOf(allowedModels);
    deniedModels = List.copyOf(deniedModels);
    allowedProviders = List.copyOf(allowedProviders);
    deniedProviders = List.copyOf(deniedProviders);
  }

  /** The same with other budgets. */
  public TenantRules with(List<Budget> other) {
    return new TenantRules(
        other,
        rates,
        allowedModels,
        deniedModels,
        allowedProviders,
        deniedProviders,
        zdr,
        denyDataCollection);
  }
}
