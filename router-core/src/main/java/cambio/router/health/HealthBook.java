package cambio.router.health;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one router has seen of all endpoints and credentials. Safe for several threads: readers take
 * no lock, for the maps are replaced and never changed; writers are rare but for each endpoint's
 * own monitor.
 *
 * <p>An endpoint's health and a credential's are kept apart: a rate limit cools the endpoint for
 * that credential only, a refused credential cools at all endpoints of its provider and harms none
 * of them.
 */
public final class HealthBook {

  private static final String WHOLE_PROVIDER = "";

  private volatile Map<String, EndpointMonitor> monitors = Map.of();
  private volatile Map<CooldownKey, Cooldown> cooldowns = Map.of();

  private record CooldownKey(String endpoint, String credential) {}

  /** How everything does at an instant. */
  public HealthSnapshot snapshot(Instant now) {
    return new HealthSnapshot() {
      @Override
      public EndpointHealth endpoint(String endpointId) {
        EndpointMonitor monitor = monitors.get(endpointId);
        return monitor == null ? EndpointHealth.UNKNOWN : monitor.health(now);
      }

      @Override
      public @Nullable Instant coolingUntil(String endpointId, String credential) {
        return HealthBook.this.coolingUntil(endpointId, credential, now);
      }
    };
  }

  /**
   * An attempt is about to start, if the endpoint's circuit lets it pass.
   *
   * @return whether it does; where it does not, nothing was counted
   */
  public boolean tryStart(String endpointId, Instant now) {
    return monitor(endpointId).tryStart(now);
  }

  /** An attempt starts, whatever the endpoint's circuit says. */
  public void started(String endpointId, Instant now) {
    monitor(endpointId).started(now);
  }

  /** The first event of an attempt came; optional, see {@link EndpointMonitor#answered}. */
  public void answered(String endpointId, Instant now) {
    monitor(endpointId).answered(now);
  }

  /** An answer that called tools was looked at. */
  public void calledTools(String endpointId, boolean sound, Instant now) {
    monitor(endpointId).calledTools(sound, now);
  }

  /**
   * An attempt has ended.
   *
   * @param credential unique among all providers' credentials
   */
  public void ended(String endpointId, String credential, Outcome outcome, Instant now) {
    monitor(endpointId).ended(outcome, now);
    switch (outcome.kind()) {
      case SUCCESS -> warm(endpointId, credential);
      case RATE_LIMITED -> cool(new CooldownKey(endpointId, credential), outcome, now);
      case CREDENTIAL_REFUSED -> cool(new CooldownKey(WHOLE_PROVIDER, credential), outcome, now);
      case DROPPED, OVERLOADED, IGNORED -> {}
    }
  }

  private @Nullable Instant coolingUntil(String endpointId, String credential, Instant now) {
    Map<CooldownKey, Cooldown> all = cooldowns;
    if (all.isEmpty()) {
      return null;
    }
    Instant one = until(all.get(new CooldownKey(endpointId, credential)), now);
    Instant whole = until(all.get(new CooldownKey(WHOLE_PROVIDER, credential)), now);
    return one == null || (whole != null && whole.isAfter(one)) ? whole : one;
  }

  private static @Nullable Instant until(@Nullable Cooldown cooldown, Instant now) {
    return cooldown != null && cooldown.until().isAfter(now) ? cooldown.until() : null;
  }

  private EndpointMonitor monitor(String endpointId) {
    EndpointMonitor known = monitors.get(endpointId);
    return known == null ? newMonitor(endpointId) : known;
  }

  private synchronized EndpointMonitor newMonitor(String endpointId) {
    EndpointMonitor known = monitors.get(endpointId);
    if (known != null) {
      return known;
    }
    Map<String, EndpointMonitor> copy = new HashMap<>(monitors);
    EndpointMonitor made = new EndpointMonitor();
    copy.put(endpointId, made);
    monitors = copy;
    return made;
  }

  private synchronized void cool(CooldownKey key, Outcome outcome, Instant now) {
    Map<CooldownKey, Cooldown> copy = new HashMap<>(cooldowns);
    copy.put(key, Cooldown.after(copy.get(key), outcome.retryAfter(), now));
    cooldowns = copy;
  }

  private void warm(String endpointId, String credential) {
    CooldownKey one = new CooldownKey(endpointId, credential);
    CooldownKey whole = new CooldownKey(WHOLE_PROVIDER, credential);
    Map<CooldownKey, Cooldown> all = cooldowns;
    if (all.containsKey(one) || all.containsKey(whole)) {
      forget(one, whole);
    }
  }

  private synchronized void forget(CooldownKey one, CooldownKey whole) {
    Map<CooldownKey, Cooldown> copy = new HashMap<>(cooldowns);
    copy.remove(one);
    copy.remove(whole);
    cooldowns = copy;
  }
}
