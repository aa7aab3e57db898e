package cambio.server.quota;

import cambio.router.money.Money;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One budget's state within one root; in a pool, what its roots were given of it. */
final class MemoryCounter {

  /** When it came into being: what a lease holds of an older one is not held of this one. */
  final long birth;

  final Instant until;
  final Map<String, Slice> roots = new LinkedHashMap<>();
  Slice slice = Slice.NONE;
  long spent;
  long held;

  /** Which loading its {@link #spent} starts from; costs of leases from before are not added. */
  long loading;

  boolean trusted;

  MemoryCounter(long birth, Instant until) {
    this.birth = birth;
    this.until = until;
  }

  long limit(SpendLine line) {
    return line.pooled() ? slice.granted().nanos() : line.rule().limit().nanos();
  }

  long free(SpendLine line) {
    return limit(line) - spent - held;
  }

  Money needed() {
    return new Money(Math.max(0, spent + held));
  }

  long givenToRoots() {
    long sum = 0;
    for (Slice given : roots.values()) {
      sum += given.granted().nanos();
    }
    return sum;
  }
}
