package cambio.server.admin;

import cambio.router.catalog.Endpoint;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Model and provider as label values, of which there is a largest number. Thread-safe. */
final class BoundedLabels {

  private static final Pair NONE = new Pair("none", "none");
  private static final Pair OTHER = new Pair("other", "other");

  private final int most;
  private final ConcurrentMap<Pair, Pair> known = new ConcurrentHashMap<>();

  record Pair(String model, String provider) {}

  BoundedLabels(int most) {
    this.most = most;
  }

  /** The endpoint's labels; {@code other} for all that came after the most that are told apart. */
  Pair of(@Nullable Endpoint endpoint) {
    if (endpoint == null) {
      return NONE;
    }
    Pair pair = new Pair(endpoint.model(), endpoint.provider());
    Pair seen = known.get(pair);
    if (seen != null) {
      return seen;
    }
    if (known.size() >= most) {
      return OTHER;
    }
    known.put(pair, pair);
    return pair;
  }
}
