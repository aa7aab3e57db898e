package cambio.router.plan;

import cambio.router.quota.QuotaRules;
import java.util.Set;

/**
 * What a principal may use; an empty set allows all.
 *
 * @param models slugs, or {@code author/*}
 * @param providers provider ids
 * @param quota how much of it: rates, budgets and credit
 */
public record Entitlements(Set<String> models, Set<String> providers, QuotaRules quota) {

  public Entitlements {
    models = Set.copyOf(models);
    providers = Set.copyOf(providers);
  }

  /** Everything, without bounds. */
  public static Entitlements all() {
    return new Entitlements(Set.of(), Set.of(), QuotaRules.NONE);
  }
}
