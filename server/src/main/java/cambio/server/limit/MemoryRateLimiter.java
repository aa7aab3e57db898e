package cambio.server.limit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits within this process. */
public final class MemoryRateLimiter implements RateLimiter {

  private static final int SWEEP_ABOVE = 10_000;
  private static final int SWEEP_EVERY = 4_096;

  private final InstantSource clock;
  private final ConcurrentMap<Key, Cell> cells = new ConcurrentHashMap<>();
  private final AtomicInteger decisions = new AtomicInteger();

  private record Key(String root, String name) {}

  /** One key's state, guarded by itself. */
  private static final class Cell {
    private double arrivalMicros;
    private boolean swept;
  }

  /** A limiter on this clock. */
  public MemoryRateLimiter(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public CompletionStage<RateDecision> take(String root, String key, RateLimit limit) {
    return CompletableFuture.completedFuture(decide(new Key(root, key), limit));
  }

  private RateDecision decide(Key key, RateLimit limit) {
    double now = micros(clock.instant());
    RateDecision decision = null;
    while (decision == null) {
      Cell cell = cells.computeIfAbsent(key, absent -> new Cell());
      synchronized (cell) {
        if (!cell.swept) {
          Gcra.Step step = Gcra.step(limit, cell.arrivalMicros, now);
          cell.arrivalMicros = step.arrivalMicros();
          decision = step.decision();
        }
      }
    }
    // A key whose burst is whole again needs no cell; they are dropped when there are many.
    if (cells.size() > SWEEP_ABOVE && decisions.incrementAndGet() % SWEEP_EVERY == 0) {
      cells.forEach((other, cell) -> drop(other, cell, now));
    }
    return decision;
  }

  private void drop(Key key, Cell cell, double now) {
    synchronized (cell) {
      if (cell.arrivalMicros < now) {
        cell.swept = true;
        cells.remove(key, cell);
      }
    }
  }

  /** How many keys have a state. */
  int size() {
    return cells.size();
  }

  private static double micros(Instant instant) {
    return instant.getEpochSecond() * 1e6 + instant.getNano() / 1_000;
  }
}
