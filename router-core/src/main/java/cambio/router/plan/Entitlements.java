package cambio.router.plan;

import cambio.router.quota.QuotaRules;
import java.util.Collection;
import java.util.List;

/**
 * What a principal may use: what every level above it allows.
 *
 * @param ceilings of organisation, workspace, member and key; each narrows what is left
 * @param quota how much of it: rates, budgets and credit
 */
public record Entitlements(List<Ceiling> ceilings, QuotaRules quota) {

  private static final Entitlements ALL = new Entitlements(List.of(), QuotaRules.NONE);

  public Entitlements {
    ceilings = ceilings.stream().filter(ceiling -> !ceiling.isOpen()).toList();
  }

  /** Everything, without bounds. */
  public static Entitlements all() {
    return ALL;
  }

  /**
   * The entitlements of one level.
   *
   * @param models slugs or patterns with {@code *}; empty for all
   * @param providers ids; empty for all
   */
  public static Entitlements of(
      Collection<String> models, Collection<String> providers, QuotaRules quota) {
    return new Entitlements(List.of(Ceiling.allowing(models, providers)), quota);
  }

  /** Whether a model may be used. */
  public boolean allowsModel(String slug) {
    for (Ceiling ceiling : ceilings) {
      if (!ceiling.allowsModel(slug)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a provider may be used. */
  public boolean allowsProvider(String id) {
    for (Ceiling ceiling : ceilings) {
      if (!ceiling.allowsProvider(id)) {
        return false;
      }
    }
    return true;
  }

  /** Whether only endpoints with zero data retention may be used. */
  public boolean zdr() {
    for (Ceiling ceiling : ceilings) {
      if (ceiling.zdr()) {
        return true;
      }
    }
    return false;
  }

  /** Whether endpoints that keep or train on prompts are forbidden. */
  public boolean denyDataCollection() {
    for (Ceiling ceiling : ceilings) {
      if (ceiling.denyDataCollection()) {
        return true;
      }
    }
    return false;
  }
}
