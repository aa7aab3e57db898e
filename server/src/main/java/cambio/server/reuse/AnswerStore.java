package cambio.server.reuse;

import cambio.server.content.ContentStore;
import cambio.spi.Adjustment;
import cambio.spi.event.GenerationEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whole answers in the store of content. A store in trouble, or a slow one, knows none. */
final class AnswerStore {

  private static final Logger log = LoggerFactory.getLogger(AnswerStore.class);

  /** A call does not wait longer for what a store may know. */
  private static final long WAIT_MILLIS = 250;

  private final ContentStore store;
  private final InstantSource clock;

  AnswerStore(ContentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Finds the answer that a caller wants; then goes on, on its event loop, with null for none. */
  void find(Seat seat, Consumer<@Nullable KeptAnswer> then) {
    CompletableFuture<byte @Nullable []> found =
        store.get(seat.tenant(), seat.key()).toCompletableFuture();
    if (found.isDone()) {
      then.accept(read(found));
      return;
    }
    found
        .orTimeout(WAIT_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete((bytes, trouble) -> seat.loop().execute(() -> then.accept(read(found))));
  }

  private @Nullable KeptAnswer read(CompletableFuture<byte @Nullable []> found) {
    byte[] bytes;
    try {
      bytes = found.join();
    } catch (CompletionException e) {
      log.warn("a stored answer could not be looked for: {}", e.getMessage());
      return null;
    }
    KeptAnswer kept = bytes == null ? null : KeptAnswer.of(bytes);
    return kept != null && clock.millis() < kept.until() ? kept : null;
  }

  /** Forgets the answer; then goes on, on the caller's event loop. */
  void remove(Seat seat, Runnable then) {
    store
        .remove(seat.tenant(), seat.key())
        .whenComplete((done, trouble) -> seat.loop().execute(then));
  }

  /** Keeps an answer: near by at once, and lastingly soon. */
  void keep(Seat seat, Origin origin, List<Adjustment> adjustments, List<GenerationEvent> events) {
    Instant now = clock.instant();
    Duration life = seat.options().life();
    KeptAnswer kept =
        new KeptAnswer(
            origin.generationId(),
            origin.model(),
            origin.provider(),
            origin.endpoint(),
            now.toEpochMilli(),
            now.plus(life).toEpochMilli(),
            adjustments,
            events);
    try {
      byte[] bytes = kept.toBytes();
      if (bytes.length <= ContentStore.MOST_BYTES) {
        store
            .put(seat.tenant(), seat.key(), bytes, life)
            .whenComplete((done, trouble) -> {
              if (trouble != null) {
                log.warn("an answer was not kept: {}", trouble.getMessage());
              }
            });
      }
    } catch (RuntimeException e) {
      log.warn("an answer was not kept", e);
    }
  }
}
