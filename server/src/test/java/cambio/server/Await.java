package cambio.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for what another thread or process does. The bound is for what never happens: it is far
 * beyond what the slowest machine needs, and nobody's patience is tested by it.
 */
public final class Await {

  private static final Duration LONGEST = Duration.ofSeconds(120);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Await() {}

  /**
   * Returns as soon as it holds. Sleeps between two looks: a loop that spins would take the time
   * from whoever it waits for.
   *
   * @param what for the message where it never holds
   */
  public static void until(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(end);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
