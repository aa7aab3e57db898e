package cambio.router.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one router has seen of all endpoints and credentials, and heard of others. Safe for several
 * threads: readers take no lock, for the maps are replaced and never changed; writers are rare but
 * for each endpoint's own monitor.
 *
 * <p>An endpoint's health and a credential's are kept apart: a rate limit cools the endpoint for
 * that credential only, a refused credential cools at all endpoints of its provider and harms none
 * of them.
 */
public final class HealthBook {

  private volatile Map<String, EndpointMonitor> monitors = Map.of();
  private volatile Map<CooldownKey, Cooldown> cooldowns = Map.of();
  private volatile Map<CooldownKey, Instant> heardCooldowns = Map.of();
  private Map<String, Map<CooldownKey, Instant>> cooldownsByRouter = Map.of();
  private boolean cooldownsChanged;

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
      case RATE_LIMITED -> {
        Duration first = Cooldown.firstAt(monitor(endpointId).bears(now));
        cool(new CooldownKey(endpointId, credential), outcome, first, now);
      }
      case CREDENTIAL_REFUSED ->
          cool(
              new CooldownKey(CooldownKey.WHOLE_PROVIDER, credential),
              outcome,
              Cooldown.FIRST,
              now);
      case DROPPED, OVERLOADED, IGNORED -> {}
    }
  }

  /**
   * What other routers are to be told since this was last asked. Only one thread may ask.
   *
   * @return at most a note for each endpoint, and one for the credentials that cool down
   */
  public List<HealthNote> news(Instant now) {
    List<HealthNote> notes = new ArrayList<>();
    Map<CooldownKey, Instant> cooling = coolingNews(now);
    if (cooling != null) {
      notes.add(new HealthNote("", CooldownNotes.encode(cooling)));
    }
    for (Map.Entry<String, EndpointMonitor> one : monitors.entrySet()) {
      EndpointReport report = one.getValue().news(now);
      if (report != null) {
        notes.add(new HealthNote(one.getKey(), NoteCodec.encode(report)));
      }
    }
    return notes;
  }

  /**
   * Another router's word, in place of what it said of the same before. What cannot be read is
   * passed over.
   *
   * @param router tells routers apart
   * @return whether it could be read
   */
  public boolean heard(String router, HealthNote note, Instant now) {
    if (note.subject().isEmpty()) {
      Map<CooldownKey, Instant> cooling = CooldownNotes.decode(note.bytes(), now);
      return cooling != null && heardCooling(router, cooling, now);
    }
    EndpointReport report = NoteCodec.decode(note.bytes());
    if (report == null) {
      return false;
    }
    monitor(note.subject()).heard(router, report, now);
    return true;
  }

  private synchronized @Nullable Map<CooldownKey, Instant> coolingNews(Instant now) {
    if (!cooldownsChanged) {
      return null;
    }
    cooldownsChanged = false;
    Map<CooldownKey, Instant> cooling = new HashMap<>();
    cooldowns.forEach((key, cooldown) -> {
      if (cooldown.until().isAfter(now)) {
        cooling.put(key, cooldown.until());
      }
    });
    return cooling;
  }

  private synchronized boolean heardCooling(
      String router, Map<CooldownKey, Instant> cooling, Instant now) {
    Map<String, Map<CooldownKey, Instant>> all = new HashMap<>(cooldownsByRouter);
    all.put(router, cooling);
    all.values().removeIf(one -> one.values().stream().noneMatch(now::isBefore));
    Map<CooldownKey, Instant> latest = new HashMap<>();
    for (Map<CooldownKey, Instant> one : all.values()) {
      one.forEach((key, until) -> latest.merge(key, until, (a, b) -> a.isAfter(b) ? a : b));
    }
    cooldownsByRouter = all;
    heardCooldowns = latest;
    return true;
  }

  private @Nullable Instant coolingUntil(String endpointId, String credential, Instant now) {
    if (cooldowns.isEmpty() && heardCooldowns.isEmpty()) {
      return null;
    }
    Instant one = until(new CooldownKey(endpointId, credential));
    Instant whole = until(new CooldownKey(CooldownKey.WHOLE_PROVIDER, credential));
    Instant later = later(one, whole);
    return later != null && later.isAfter(now) ? later : null;
  }

  private @Nullable Instant until(CooldownKey key) {
    Cooldown own = cooldowns.get(key);
    return later(own == null ? null : own.until(), heardCooldowns.get(key));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
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

  private synchronized void cool(CooldownKey key, Outcome outcome, Duration first, Instant now) {
    Map<CooldownKey, Cooldown> copy = new HashMap<>(cooldowns);
    copy.put(key, Cooldown.after(copy.get(key), outcome.retryAfter(), first, now));
    cooldowns = copy;
    cooldownsChanged = true;
  }

  private void warm(String endpointId, String credential) {
    CooldownKey one = new CooldownKey(endpointId, credential);
    CooldownKey whole = new CooldownKey(CooldownKey.WHOLE_PROVIDER, credential);
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
    cooldownsChanged = true;
  }
}
