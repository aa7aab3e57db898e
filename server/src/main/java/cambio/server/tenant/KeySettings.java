package cambio.server.tenant;

import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may change of a key.
 *
 * @param name for people, 1 to 100 characters
 * @param expiresAt the instant from which it is refused; null for never
 * @param limit its budget; null for none of its own
 * @param limitReset how often the budget begins anew
 * @param includeOwnCredentials whether use of the organisation's own provider credentials counts
 * @param models slugs or patterns with {@code *}; empty for all
 * @param providers ids; empty for all
 * @param preset that its requests start from; empty for none
 */
public record KeySettings(
    String name,
    boolean disabled,
    @Nullable Instant expiresAt,
    @Nullable Money limit,
    ResetInterval limitReset,
    boolean includeOwnCredentials,
    List<String> models,
    List<String> providers,
    RateLimits rates,
    String preset) {

  public KeySettings {
    models = List.copyOf(models);
    providers = List.copyOf(providers);
  }

  /** A key without limits. */
  public static KeySettings named(String name) {
    return new KeySettings(
        name,
        false,
        null,
        null,
        ResetInterval.NEVER,
        true,
        List.of(),
        List.of(),
        RateLimits.NONE,
        "");
  }

  /** The same, switched on or off. */
  public KeySettings switched(boolean off) {
    return new KeySettings(
        name,
        off,
        expiresAt,
        limit,
        limitReset,
        includeOwnCredentials,
        models,
        providers,
        rates,
        preset);
  }

  /** The same under another name. */
  public KeySettings renamed(String newName) {
    return new KeySettings(
        newName,
        disabled,
        expiresAt,
        limit,
        limitReset,
        includeOwnCredentials,
        models,
        providers,
        rates,
        preset);
  }

  /** The same with another budget, or none. */
  public KeySettings limited(@Nullable Money newLimit, ResetInterval reset) {
    return new KeySettings(
        name,
        disabled,
        expiresAt,
        newLimit,
        reset,
        includeOwnCredentials,
        models,
        providers,
        rates,
        preset);
  }

  /** The same with another end. */
  public KeySettings expiring(Instant end) {
    return new KeySettings(
        name,
        disabled,
        end,
        limit,
        limitReset,
        includeOwnCredentials,
        models,
        providers,
        rates,
        preset);
  }

  /** The same, where use of the organisation's own credentials counts or not. */
  public KeySettings countingOwnCredentials(boolean counts) {
    return new KeySettings(
        name, disabled, expiresAt, limit, limitReset, counts, models, providers, rates, preset);
  }

  /** Whether it has ended. */
  public boolean expired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
