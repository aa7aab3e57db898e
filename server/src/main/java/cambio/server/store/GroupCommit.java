package cambio.server.store;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes items in groups, each group in one transaction, on one platform thread (SQLite has one
 * writer, and a virtual thread would pin its carrier in the native library).
 *
 * <p>A lone item is written at once. As soon as a second one waits there is load, and the group is
 * gathered for {@link #LINGER}: the cost of a commit is then shared by all of them. Meanwhile the
 * writer sleeps, and whoever adds an item wakes it only where it waits for the first one; to wake a
 * thread for every item costs more than to write it.
 */
final class GroupCommit<T> implements AutoCloseable {

  /** The largest group. */
  static final int GROUP_MAX = 256;

  /** How long a group is gathered. */
  static final Duration LINGER = Duration.ofMillis(5);

  private static final Duration FULL_WAIT = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  private final Queue<Waiting<T>> queue = new ConcurrentLinkedQueue<>();
  private final int capacity;
  private final Semaphore room;
  private final Write<T> write;
  private final Thread thread;
  private volatile boolean idle;
  private volatile boolean closed;
  private volatile @Nullable String trouble;

  /** Writes a group in one transaction; all of it or nothing. */
  @FunctionalInterface
  interface Write<T> {
    void group(List<T> items) throws Exception;
  }

  private record Waiting<T>(T item, CompletableFuture<@Nullable Void> written) {}

  GroupCommit(String name, int capacity, Write<T> write) {
    this.capacity = capacity;
    this.room = new Semaphore(capacity);
    this.write = write;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /**
   * Queues an item and returns at once. While the queue is full the item waits on a virtual thread
   * of its own: whoever waits for the stage is held back, and nothing is lost silently. After five
   * seconds it gives up with UNAVAILABLE.
   */
  CompletionStage<@Nullable Void> add(T item) {
    Waiting<T> waiting = new Waiting<>(item, new CompletableFuture<>());
    if (closed) {
      waiting.written().completeExceptionally(unavailable("The router is stopping."));
    } else if (room.tryAcquire()) {
      enqueue(waiting);
    } else {
      Thread.ofVirtual().start(() -> addWhenRoom(waiting));
    }
    return waiting.written();
  }

  private void addWhenRoom(Waiting<T> waiting) {
    try {
      if (room.tryAcquire(FULL_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        enqueue(waiting);
      } else {
        waiting.written().completeExceptionally(unavailable("Too much waits to be written."));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      waiting.written().completeExceptionally(unavailable("Interrupted while waiting to write."));
    }
  }

  private void enqueue(Waiting<T> waiting) {
    queue.add(waiting);
    if (idle) {
      LockSupport.unpark(thread);
    }
    // An item may slip in after the writer's last look.
    if (closed && !thread.isAlive() && queue.remove(waiting)) {
      waiting.written().completeExceptionally(unavailable("The router is stopping."));
    }
  }

  /** Why the last group could not be written, or null. */
  @Nullable String trouble() {
    return trouble;
  }

  /** How many items wait. */
  int backlog() {
    return capacity - room.availablePermits();
  }

  private void run() {
    List<Waiting<T>> group = new ArrayList<>(GROUP_MAX);
    while (!closed || !queue.isEmpty()) {
      gather(group);
      if (!group.isEmpty()) {
        commit(group);
        group.clear();
      }
    }
  }

  private void gather(List<Waiting<T>> group) {
    awaitFirst();
    drainTo(group);
    if (group.size() > 1 && group.size() < GROUP_MAX) {
      linger();
      drainTo(group);
    }
  }

  /** Whoever sees {@code idle} wakes the writer; whoever does not has queued before its look. */
  private void awaitFirst() {
    idle = true;
    while (queue.isEmpty() && !closed) {
      LockSupport.park(this);
    }
    idle = false;
  }

  private void linger() {
    long end = System.nanoTime() + LINGER.toNanos();
    for (long left = LINGER.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  private void drainTo(List<Waiting<T>> group) {
    int before = group.size();
    while (group.size() < GROUP_MAX) {
      Waiting<T> next = queue.poll();
      if (next == null) {
        break;
      }
      group.add(next);
    }
    room.release(group.size() - before);
  }

  private void commit(List<Waiting<T>> group) {
    try {
      write.group(group.stream().map(Waiting::item).toList());
      trouble = null;
      group.forEach(waiting -> waiting.written().complete(null));
    } catch (Exception | Error e) {
      // An error, too: without its one thread nothing would ever be written again.
      trouble = "the last write failed: " + e.getMessage();
      log.error("{} generation records could not be written", group.size(), e);
      FailureException failure = unavailable("The record of the generation was not written.");
      group.forEach(waiting -> waiting.written().completeExceptionally(failure));
    }
  }

  private static FailureException unavailable(String why) {
    return new FailureException(
        Failure.of(FailureKind.UNAVAILABLE, why + " Try again in a moment.")
            .withRetryAfter(Duration.ofSeconds(1)));
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
