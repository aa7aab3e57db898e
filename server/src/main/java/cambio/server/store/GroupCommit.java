package cambio.server.store;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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
 * thread for every item costs more than to write it. (To gather a crowd for longer was measured:
 * callers that wait for their answer ask less, the processor idles between the commits, and every
 * idling costs a wake-up: at 5 ms a request took a tenth more CPU than at 2 ms.)
 */
final class GroupCommit<T> implements AutoCloseable {

  /** The largest group. */
  static final int GROUP_MAX = 256;

  /** How long a group is gathered. */
  static final Duration LINGER = Duration.ofMillis(2);

  /** How long the writer lets a store alone that is away. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final Duration FULL_WAIT = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  private final Queue<Waiting<T>> queue = new ConcurrentLinkedQueue<>();
  private final int capacity;
  private final Semaphore room;
  private final Write<T> write;
  private final Thread thread;
  private final Deque<Waiting<T>> arrears = new ArrayDeque<>();
  private final LongAdder lost = new LongAdder();
  private volatile boolean idle;
  private volatile boolean closed;
  private volatile @Nullable String trouble;

  /** Writes a group in one transaction; all of it or nothing. */
  @FunctionalInterface
  interface Write<T> {

    /**
     * Writes it.
     *
     * @throws OutageException where the same items may be written later
     * @throws Exception where an item is at fault
     */
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
   *
   * <p>While the store is away the stage fails at once, so that nobody waits for a disk; the item
   * is kept all the same and written as soon as that is possible.
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
        lost(waiting, "too much waits to be written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lost(waiting, "the router is stopping");
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

  /**
   * Whether more should be begun: false while the store is away, or so much waits that calls
   * already under way may need the rest of the room.
   */
  boolean accepting() {
    return trouble == null && backlog() <= capacity / 2;
  }

  private void run() {
    List<Waiting<T>> group = new ArrayList<>(GROUP_MAX);
    while (!closed || !queue.isEmpty()) {
      if (arrears.isEmpty()) {
        gather(group);
        commit(group);
        group.clear();
      } else {
        LockSupport.parkNanos(this, PAUSE.toNanos());
        payArrears();
      }
    }
    payArrears();
    arrears.forEach(waiting -> lost(waiting, "the store is away and the router stops"));
  }

  /** What could not be written while the store was away, in order, and what came since. */
  private void payArrears() {
    for (Waiting<T> late = queue.poll(); late != null; late = queue.poll()) {
      owe(late);
    }
    while (!arrears.isEmpty()) {
      List<Waiting<T>> group = new ArrayList<>(GROUP_MAX);
      while (group.size() < GROUP_MAX && !arrears.isEmpty()) {
        group.add(arrears.removeFirst());
      }
      if (!commit(group)) {
        return;
      }
    }
    if (trouble != null) {
      trouble = null;
      log.info("the store is back: all that waited is written");
    }
  }

  private void owe(Waiting<T> waiting) {
    waiting.written().completeExceptionally(unavailable("The store is away."));
    arrears.addLast(waiting);
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
    while (group.size() < GROUP_MAX) {
      Waiting<T> next = queue.poll();
      if (next == null) {
        return;
      }
      group.add(next);
    }
  }

  /** Writes a group; false where the store is away, and the group was put to the arrears. */
  private boolean commit(List<Waiting<T>> group) {
    if (group.isEmpty()) {
      return true;
    }
    try {
      write.group(group.stream().map(Waiting::item).toList());
      room.release(group.size());
      group.forEach(waiting -> waiting.written().complete(null));
      return true;
    } catch (OutageException e) {
      if (trouble == null) {
        log.error("the store is away: {}", e.getMessage());
      }
      trouble = "the store is away: " + e.getMessage();
      group
          .reversed()
          .forEach(waiting -> {
            waiting.written().completeExceptionally(unavailable("The store is away."));
            arrears.addFirst(waiting);
          });
      return false;
    } catch (Exception | Error e) {
      // An error, too: without its one thread nothing would ever be written again.
      return apart(group, e);
    }
  }

  /** One item that cannot be written must not take the others of its group along. */
  private boolean apart(List<Waiting<T>> group, Throwable cause) {
    if (group.size() == 1) {
      log.error("an item could not be written", cause);
      room.release();
      lost(group.getFirst(), "it cannot be written");
      return true;
    }
    boolean written = true;
    for (Waiting<T> waiting : group) {
      if (written) {
        written = commit(List.of(waiting));
      } else {
        owe(waiting);
      }
    }
    return written;
  }

  /** Never silently: the log has the numbers. */
  private void lost(Waiting<T> waiting, String why) {
    lost.increment();
    log.error("not recorded, {}: {}", why, waiting.item());
    waiting.written().completeExceptionally(unavailable("The record was not written."));
  }

  /** How many items were given up, each with an error in the log. */
  long lost() {
    return lost.sum();
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
