package cambio.server.quota;

import cambio.router.quota.Gcra;
import cambio.router.quota.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rates of one root: arrival times of paces, and counts of what runs. */
final class MemoryRates {

  private static final int SWEEP_ABOVE = 10_000;
  private static final int SWEEP_EVERY = 4_096;

  /** How soon to try again where a slot may be given back at any moment. */
  private static final Duration SLOT_WAIT = Duration.ofSeconds(1);

  private final Map<String, Double> arrivals = new HashMap<>();
  private final Map<String, Long> running = new HashMap<>();
  private int taken;

  /** The refusal with the longest wait, or null. */
  LeaseAnswer.@Nullable RateRefused refusal(
      List<RateLine> lines, Instant now, List<String> expired) {
    int worst = -1;
    RateReading reading = null;
    for (int i = 0; i < lines.size(); i++) {
      RateReading one = ask(lines.get(i), now);
      if (!one.retryAfter().isZero()
          && (reading == null || one.retryAfter().compareTo(reading.retryAfter()) > 0)) {
        worst = i;
        reading = one;
      }
    }
    return reading == null ? null : new LeaseAnswer.RateRefused(worst, reading, expired);
  }

  /** Takes from all, none of which refuses. */
  List<RateReading> take(List<RateLine> lines, Instant now) {
    List<RateReading> readings = new ArrayList<>(lines.size());
    for (RateLine line : lines) {
      if (line.rule().measure() == Measure.CONCURRENT_REQUESTS) {
        running.merge(line.counter(), 1L, Long::sum);
      } else {
        Gcra.Step step = Gcra.take(line.pace(), arrival(line), micros(now), line.units());
        arrivals.put(line.counter(), step.arrivalMicros());
      }
      readings.add(read(line, now));
    }
    sweep(now);
    return readings;
  }

  /** Where the rates stand. */
  List<RateReading> read(List<RateLine> lines, Instant now) {
    List<RateReading> readings = new ArrayList<>(lines.size());
    for (RateLine line : lines) {
      readings.add(read(line, now));
    }
    return readings;
  }

  /** The true count of tokens is known, where it is not negative; slots are free again. */
  void settle(List<RateLine> lines, long tokens) {
    for (RateLine line : lines) {
      switch (line.rule().measure()) {
        case REQUESTS_PER_MINUTE -> {}
        case TOKENS_PER_MINUTE -> {
          if (tokens >= 0) {
            long taken = Math.min(line.units(), line.pace().burst());
            move(line, tokens - taken);
          }
        }
        case CONCURRENT_REQUESTS ->
            running.computeIfPresent(
                line.counter(), (name, count) -> count <= 1 ? null : Long.valueOf(count - 1));
      }
    }
  }

  /** The requests never happened. */
  void undo(List<RateLine> lines) {
    for (RateLine line : lines) {
      if (line.rule().measure() == Measure.REQUESTS_PER_MINUTE) {
        move(line, -line.units());
      }
    }
  }

  private void move(RateLine line, long units) {
    arrivals.computeIfPresent(
        line.counter(), (name, arrival) -> Gcra.adjust(line.pace(), arrival, units));
  }

  private RateReading ask(RateLine line, Instant now) {
    if (line.rule().measure() == Measure.CONCURRENT_REQUESTS) {
      RateReading reading = read(line, now);
      return reading.remaining() >= line.units()
          ? reading
          : new RateReading(line.limit(), reading.remaining(), Duration.ZERO, SLOT_WAIT);
    }
    Gcra.Step step = Gcra.take(line.pace(), arrival(line), micros(now), line.units());
    return new RateReading(line.limit(), step.remaining(), step.resetAfter(), step.retryAfter());
  }

  private RateReading read(RateLine line, Instant now) {
    if (line.rule().measure() == Measure.CONCURRENT_REQUESTS) {
      long left = Math.max(0, line.limit() - running.getOrDefault(line.counter(), 0L));
      return new RateReading(line.limit(), left, Duration.ZERO, Duration.ZERO);
    }
    Gcra.Step step = Gcra.take(line.pace(), arrival(line), micros(now), 0);
    return new RateReading(line.limit(), step.remaining(), step.resetAfter(), Duration.ZERO);
  }

  private double arrival(RateLine line) {
    return arrivals.getOrDefault(line.counter(), 0.0);
  }

  /** A pace whose burst is whole again needs no state; they are dropped when there are many. */
  private void sweep(Instant now) {
    if (arrivals.size() > SWEEP_ABOVE && ++taken % SWEEP_EVERY == 0) {
      double micros = micros(now);
      arrivals.values().removeIf(arrival -> arrival < micros);
    }
  }

  private static double micros(Instant instant) {
    return instant.getEpochSecond() * 1e6 + instant.getNano() / 1_000;
  }
}
