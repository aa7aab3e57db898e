package cambio.server.quota;

import cambio.router.quota.HoldLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call under way holds: of its workspace's root, and of its organisation's. Its amount grows
 * with a stream; safe from any thread.
 */
final class Lease {

  private final String id;
  private final List<LeaseRequest> parts;
  private final boolean local;
  private volatile @Nullable HoldLevel held;

  /**
   * A lease.
   *
   * @param parts what was asked of each root
   * @param held the level that is held of each budget; null where no money is
   * @param local whether it is held in this process because the shared store is away
   */
  Lease(String id, List<LeaseRequest> parts, @Nullable HoldLevel held, boolean local) {
    this.id = id;
    this.parts = List.copyOf(parts);
    this.held = held;
    this.local = local;
  }

  String id() {
    return id;
  }

  List<LeaseRequest> parts() {
    return parts;
  }

  boolean local() {
    return local;
  }

  @Nullable HoldLevel held() {
    return held;
  }

  /** More is held now. */
  void grew(HoldLevel level) {
    held = level;
  }

  /** What to ask of a root to hold the same again, after it was forgotten. */
  List<LeaseRequest> again(Duration ttl) {
    HoldLevel level = held;
    List<LeaseRequest> requests = new ArrayList<>(parts.size());
    for (LeaseRequest part : parts) {
      List<HoldLevel> levels = part.spend().isEmpty() || level == null ? List.of() : List.of(level);
      List<RateLine> slots =
          part.rates().stream()
              .filter(
                  line -> line.rule().measure() == cambio.router.quota.Measure.CONCURRENT_REQUESTS)
              .toList();
      requests.add(
          new LeaseRequest(part.root(), id, part.spend(), levels, slots, false, true, ttl));
    }
    return requests;
  }
}
