package cambio.server.health;

import cambio.router.health.HealthBook;
import cambio.router.health.HealthNote;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this router's health and the others' in step, four times a second on a thread of its own.
 * Requests read health from memory and never notice the store: of one that is slow or away they go
 * on with what is known, and what could not be told is told later, the newest of each subject only.
 */
public final class HealthSharing implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HealthSharing.class);
  private static final Duration EVERY = Duration.ofMillis(250);

  /** Beyond the store's own time-out, for a store that never answers at all. */
  private static final Duration LONGEST_COMMAND = Duration.ofSeconds(5);

  private static final int NOTES_AT_ONCE = 32;
  private static final int MOST_ROUNDS = 200;

  private final HealthBook book;
  private final HealthExchange exchange;
  private final String router;
  private final InstantSource clock;
  private final ScheduledExecutorService thread;
  private final CountDownLatch heardAll = new CountDownLatch(1);
  private final Map<String, HealthNote> untold = new LinkedHashMap<>();
  private long since;
  private boolean inTrouble;

  private HealthSharing(
      HealthBook book, HealthExchange exchange, String router, InstantSource clock) {
    this.book = book;
    this.exchange = exchange;
    this.router = router;
    this.clock = clock;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("cambio-health").daemon().factory());
  }

  /**
   * Begins to tell and to hear.
   *
   * @param router this router's name among the others, new with each start
   */
  public static HealthSharing start(
      HealthBook book, HealthExchange exchange, String router, InstantSource clock) {
    HealthSharing sharing = new HealthSharing(book, exchange, router, clock);
    sharing.thread.scheduleWithFixedDelay(
        sharing::turn, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return sharing;
  }

  /**
   * Waits until all that the others have said is known.
   *
   * @return false where it is not by then, which harms nothing: the router begins to know less
   */
  public boolean awaitFirst(Duration longest) throws InterruptedException {
    return heardAll.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void turn() {
    try {
      // First what the others know: at the start that is all there is.
      hear();
      tell();
      if (inTrouble) {
        log.info("health is shared with the other routers again");
      }
      inTrouble = false;
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (!inTrouble) {
        log.warn("health is this router's own for now: {}", cause.toString());
      }
      inTrouble = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hear() throws InterruptedException, ExecutionException, TimeoutException {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      HealthExchange.Heard heard = answer(exchange.hear(router, since, NOTES_AT_ONCE));
      since = heard.upTo();
      for (HealthExchange.From from : heard.notes()) {
        book.heard(from.router(), from.note(), clock.instant());
      }
      if (!heard.more()) {
        heardAll.countDown();
        return;
      }
    }
  }

  private void tell() throws InterruptedException, ExecutionException, TimeoutException {
    for (HealthNote note : book.news(clock.instant())) {
      untold.put(note.subject(), note);
    }
    while (!untold.isEmpty()) {
      List<HealthNote> some = new ArrayList<>(NOTES_AT_ONCE);
      for (HealthNote note : untold.values()) {
        if (some.size() < NOTES_AT_ONCE) {
          some.add(note);
        }
      }
      answer(exchange.tell(router, some));
      some.forEach(note -> untold.remove(note.subject()));
    }
  }

  private static <T> T answer(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.toCompletableFuture().get(LONGEST_COMMAND.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
