package cambio.server.execution;

import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.FailureTable;
import cambio.router.attempt.Verdict;
import cambio.router.meter.Meter;
import cambio.router.meter.MeterReading;
import cambio.router.plan.Candidate;
import cambio.router.resume.Seam;
import cambio.server.upstream.RunningAttempt;
import cambio.spi.Adjustment;
import cambio.spi.Failure;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One attempt's own facts: when it began, what it has generated. Lives on its event loop. */
final class Attempt {

  private final int number;
  private final AttemptReason reason;
  private final @Nullable Seam seam;
  private final Candidate candidate;
  private final Instant startedAt;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final Meter meter;
  private @Nullable RunningAttempt running;
  private @Nullable Adjustment repair;

  /**
   * An attempt that starts now.
   *
   * @param seam where it carries an answer on; null where it begins one
   */
  Attempt(
      int number,
      AttemptReason reason,
      Candidate candidate,
      @Nullable Seam seam,
      Instant startedAt,
      Usage expected,
      LongSupplier nanoTime) {
    this.number = number;
    this.reason = reason;
    this.seam = seam;
    this.candidate = candidate;
    this.startedAt = startedAt;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.meter = new Meter(expected);
  }

  int number() {
    return number;
  }

  @Nullable Seam seam() {
    return seam;
  }

  Candidate candidate() {
    return candidate;
  }

  Instant startedAt() {
    return startedAt;
  }

  AttemptReason reason() {
    return reason;
  }

  /** The record of what it is so far. */
  AttemptRecord soFar() {
    return new AttemptRecord(
        number, reason, candidate, startedAt, null, Verdict.IGNORE, null, null);
  }

  void running(RunningAttempt running) {
    this.running = running;
  }

  void count(GenerationEvent event) {
    meter.accept(event, nanoTime.getAsLong() - startNanos);
  }

  void demand() {
    if (running != null) {
      running.demand();
    }
  }

  /** Ends it, which its listener hears at once. */
  void abort(Failure failure) {
    if (running != null) {
      running.abort(failure);
    }
  }

  MeterReading reading() {
    return meter.reading();
  }

  List<Adjustment> adjustments() {
    List<Adjustment> made = running == null ? List.of() : running.adjustments();
    if (repair == null) {
      return made;
    }
    List<Adjustment> all = new ArrayList<>(made);
    all.add(repair);
    return all;
  }

  /** Its answer was put right before it was shown. */
  void repaired(Adjustment made) {
    repair = made;
  }

  /** The record of its end. */
  AttemptRecord ended(@Nullable Failure failure) {
    return new AttemptRecord(
        number,
        reason,
        candidate,
        startedAt,
        failure,
        failure == null ? Verdict.SUCCESS : FailureTable.of(failure.kind()).verdict(),
        meter.reading().timeToFirstEvent(),
        Duration.ofNanos(nanoTime.getAsLong() - startNanos));
  }
}
