package cambio.server.feedback;

import cambio.router.auto.FeedbackScores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes callers' feedback, and keeps the scores that {@code cambio/auto} goes by fresh: read again
 * every minute, so that what other routers took counts here, too. Opinions count for 90 days.
 */
public final class FeedbackDesk implements AutoCloseable {

  private static final Duration COUNTS_FOR = Duration.ofDays(90);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Logger log = LoggerFactory.getLogger(FeedbackDesk.class);

  private final FeedbackStore store;
  private final FeedbackScores scores;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cambio-feedback").factory());

  /** A desk that keeps these scores fresh until it is closed. */
  public FeedbackDesk(FeedbackStore store, FeedbackScores scores, InstantSource clock) {
    this.store = store;
    this.scores = scores;
    this.clock = clock;
    timer.scheduleWithFixedDelay(this::refresh, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Keeps it. Blocks. */
  public void take(Feedback feedback) {
    store.put(feedback);
    timer.execute(this::refresh);
  }

  /** The newest of each of these generations that has any. Blocks. */
  public Map<String, Feedback> newest(Collection<String> generationIds) {
    return store.newest(generationIds);
  }

  private void refresh() {
    try {
      scores.replace(store.opinions(clock.instant().minus(COUNTS_FOR)));
    } catch (RuntimeException e) {
      // The scores of before stay; the database's own trouble is told by its readiness.
      log.warn("feedback could not be read: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
