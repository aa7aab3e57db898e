package cambio.server.reuse;

import cambio.server.execution.CallFailure;
import cambio.spi.Adjustment;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.UsageReported;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * An answer as far as it is known, to be read by any number of readers, each at its own pace and on
 * its own thread, from the beginning. Bounded: an answer that grows too long ends for its readers.
 */
final class AnswerLog {

  /** About the most bytes. */
  static final long MOST_BYTES = 8L << 20;

  private final List<GenerationEvent> events = new ArrayList<>();
  private final Set<Runnable> readers = new CopyOnWriteArraySet<>();
  private List<Adjustment> adjustments = List.of();
  private @Nullable Origin origin;
  private @Nullable End end;
  private long bytes;

  /** What a reader finds at its place. */
  sealed interface Step {}

  /** Nothing yet. */
  record Wait() implements Step {}

  /** The next event. */
  record Next(Origin origin, GenerationEvent event) implements Step {}

  /** How an answer ended. */
  sealed interface End extends Step {}

  /** It is complete. */
  record Complete(Origin origin, List<Adjustment> adjustments) implements End {}

  /**
   * It is not, and will not be.
   *
   * @param failure null where nobody generates it any more
   */
  record Broken(@Nullable CallFailure failure) implements End {}

  /** It is too long to be shared. */
  record TooLong() implements End {}

  private static final Wait WAIT = new Wait();

  /** From now on there is an answer. */
  synchronized void begin(Origin from) {
    origin = from;
  }

  /** The answer's next event; whether there was room for it. */
  boolean append(GenerationEvent event) {
    if (event instanceof UsageReported) {
      return true;
    }
    boolean room = true;
    synchronized (this) {
      if (end != null) {
        return false;
      }
      bytes += EventSize.of(event);
      if (bytes > MOST_BYTES) {
        end = new TooLong();
        events.clear();
        room = false;
      } else {
        events.add(event);
      }
    }
    wake();
    return room;
  }

  /** The answer is this stored one. */
  void fill(KeptAnswer kept) {
    synchronized (this) {
      origin = kept.origin();
      events.addAll(kept.events());
      adjustments = kept.adjustments();
      end = new Complete(kept.origin(), adjustments);
    }
    wake();
  }

  /** The answer ended well. */
  void complete(List<Adjustment> made) {
    synchronized (this) {
      if (end == null && origin != null) {
        end = new Complete(origin, made);
      }
    }
    wake();
  }

  /** The answer ended badly. */
  void fail(@Nullable CallFailure failure) {
    synchronized (this) {
      if (end == null) {
        end = new Broken(failure);
      }
    }
    wake();
  }

  /** What is known so far; null where it was too long. */
  synchronized @Nullable List<GenerationEvent> known() {
    return end instanceof TooLong ? null : List.copyOf(events);
  }

  /** Whether nothing more comes. */
  synchronized boolean ended() {
    return end != null;
  }

  /** What stands at a place, counted from 0. */
  synchronized Step at(int place) {
    if (place < events.size() && origin != null) {
      return new Next(origin, events.get(place));
    }
    return end == null ? WAIT : end;
  }

  /** Calls a reader whenever there may be more. */
  void follow(Runnable reader) {
    readers.add(reader);
  }

  void leave(Runnable reader) {
    readers.remove(reader);
  }

  private void wake() {
    readers.forEach(Runnable::run);
  }
}
