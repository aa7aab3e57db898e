package cambio.router.plan;

import java.util.Set;

/**
 * What a principal may use; an empty set allows all.
 *
 * @param models slugs, or {@code author/*}
 * @param providers provider ids
 * @param requestsPerMinute the key's rate limit; 0 for none
 */
public record Entitlements(Set<String> models, Set<String> providers, int requestsPerMinute) {

  public Entitlements {
    models = Set.copyOf(models);
    providers = Set.copyOf(providers);
  }

  /** Everything, without a rate limit. */
  public static Entitlements all() {
    return new Entitlements(Set.of(), Set.of(), 0);
  }
}
