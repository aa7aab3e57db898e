package cambio.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on other threads; a machine may be busy. */
public final class Waiting {

  private Waiting() {}

  /** Returns when the condition holds; fails after 30 seconds. */
  public static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for 30 s").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
