package cambio.router.meter;

import cambio.spi.event.Finished;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer was made of, when it ended or at any moment before.
 *
 * @param usage the provider's last count, or an estimate
 * @param source which of the two
 * @param finishes one a choice that has ended, in order of their ends
 * @param events all events, preamble included
 * @param timeToFirstEvent from the attempt's start to the first real event; null where none came
 * @param lastEventAt from the attempt's start to the last event of any kind; null where none came
 */
public record MeterReading(
    Usage usage,
    Source source,
    List<Finished> finishes,
    long events,
    @Nullable Duration timeToFirstEvent,
    @Nullable Duration lastEventAt) {

  public MeterReading {
    finishes = List.copyOf(finishes);
  }

  /**
   * This one and what a later attempt generated, for an answer that several attempts made: counts
   * and generating times added up, estimated where any part is.
   */
  public MeterReading then(MeterReading next) {
    List<Finished> ends = new ArrayList<>(finishes);
    ends.addAll(next.finishes);
    return new MeterReading(
        usage.plus(next.usage),
        source == Source.REPORTED ? next.source : source,
        ends,
        events + next.events,
        timeToFirstEvent == null ? next.timeToFirstEvent : timeToFirstEvent,
        sum(lastEventAt, next.lastEventAt));
  }

  private static @Nullable Duration sum(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.plus(other);
  }

  /** Where the counts come from. */
  public enum Source {
    /** The provider counted. */
    REPORTED,
    /** The provider did not say: counted here by characters. */
    ESTIMATED
  }

  /**
   * Output tokens a second from the attempt's start to the last event, the wait for the first one
   * included; {@link Double#NaN} where there is nothing to divide.
   */
  public double throughput() {
    if (lastEventAt == null || lastEventAt.isZero() || usage.outputTokens() == 0) {
      return Double.NaN;
    }
    return usage.outputTokens() * 1e9 / lastEventAt.toNanos();
  }
}
