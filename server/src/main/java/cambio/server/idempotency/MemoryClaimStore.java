package cambio.server.idempotency;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Claims of this process. Bounded: where it is full the oldest answers are forgotten, but not that
 * there were any; and where that does not help no more keys are taken. All stages are complete when
 * they are returned.
 */
public final class MemoryClaimStore implements ClaimStore {

  /** What an entry costs beside its answer, about. */
  private static final int ENTRY_BYTES = 512;

  private static final byte[] NO_ANSWER = {};

  private final long capacity;
  private final InstantSource clock;

  /** In the order of their ends. Held only for as long as a map operation takes. */
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();

  private long used;

  /**
   * A key.
   *
   * @param lease until when the claim holds
   * @param end when it is forgotten
   * @param answer null while there is none
   */
  private record Entry(
      String digest, String generation, Instant lease, Instant end, byte @Nullable [] answer) {

    boolean ownedBy(ClaimRequest request) {
      return answer == null && generation.equals(request.generation());
    }

    long cost() {
      return ENTRY_BYTES + (answer == null ? 0L : answer.length);
    }
  }

  /** There is no room for another key. */
  static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Full() {
      super("idempotency.memory is used up", null, false, false);
    }
  }

  /**
   * An empty store.
   *
   * @param capacity most bytes in all, over 0
   */
  public MemoryClaimStore(long capacity, InstantSource clock) {
    this.capacity = capacity;
    this.clock = clock;
  }

  @Override
  public synchronized CompletionStage<Claim> claim(ClaimRequest request, @Nullable String over) {
    Instant now = clock.instant();
    sweep(now);
    Entry entry = entries.get(request.name());
    if (entry != null) {
      boolean lapsed = entry.answer() == null && !now.isBefore(entry.lease());
      if (!lapsed || !entry.generation().equals(over)) {
        return CompletableFuture.completedFuture(found(entry, request, lapsed));
      }
    } else if (!roomForOneMore()) {
      return CompletableFuture.failedFuture(new Full());
    }
    put(request, request.digest(), null, now);
    return CompletableFuture.completedFuture(new Claim.Granted());
  }

  private static Claim found(Entry entry, ClaimRequest request, boolean lapsed) {
    if (lapsed) {
      return new Claim.Lapsed(entry.generation());
    }
    if (!entry.digest().equals(request.digest())) {
      return new Claim.OtherRequest();
    }
    return entry.answer() == null
        ? new Claim.Running()
        : new Claim.Kept(entry.generation(), entry.answer());
  }

  @Override
  public synchronized CompletionStage<Boolean> renew(ClaimRequest request) {
    Entry entry = entries.get(request.name());
    boolean owned = entry != null && entry.ownedBy(request);
    if (entry != null && owned) {
      put(request, entry.digest(), null, clock.instant());
    }
    return CompletableFuture.completedFuture(owned);
  }

  @Override
  public synchronized CompletionStage<Boolean> keep(ClaimRequest request, byte[] answer) {
    Entry entry = entries.get(request.name());
    boolean owned = entry == null || entry.generation().equals(request.generation());
    if (owned) {
      put(request, entry == null ? request.digest() : entry.digest(), answer, clock.instant());
      forgetAnswers();
    }
    return CompletableFuture.completedFuture(owned);
  }

  @Override
  public synchronized CompletionStage<?> free(ClaimRequest request) {
    Entry entry = entries.get(request.name());
    if (entry != null && entry.ownedBy(request)) {
      remove(request.name());
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Puts an entry at the end: all live equally long, so those that end first stand first. */
  private void put(ClaimRequest request, String digest, byte @Nullable [] answer, Instant now) {
    remove(request.name());
    Entry entry =
        new Entry(
            digest,
            request.generation(),
            now.plus(request.lease()),
            now.plus(request.life()),
            answer);
    entries.put(request.name(), entry);
    used += entry.cost();
  }

  private void remove(String name) {
    Entry old = entries.remove(name);
    if (old != null) {
      used -= old.cost();
    }
  }

  private void sweep(Instant now) {
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      Entry entry = oldest.next();
      if (now.isBefore(entry.end())) {
        return;
      }
      used -= entry.cost();
      oldest.remove();
    }
  }

  private boolean roomForOneMore() {
    return (entries.size() + 1L) * ENTRY_BYTES <= capacity;
  }

  private void forgetAnswers() {
    Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
    while (used > capacity && oldest.hasNext()) {
      Map.Entry<String, Entry> next = oldest.next();
      Entry entry = next.getValue();
      if (entry.answer() != null && entry.answer().length > 0) {
        used -= entry.answer().length;
        next.setValue(
            new Entry(entry.digest(), entry.generation(), entry.lease(), entry.end(), NO_ANSWER));
      }
    }
  }
}
