package cambio.router.attempt;

import cambio.router.plan.Candidate;
import cambio.spi.Failure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call to one endpoint, as it went.
 *
 * @param number from 1
 * @param reason why it was made
 * @param failure null where it succeeded or still runs
 * @param timeToFirstEvent from start to the first real event; null where none came
 * @param duration from start to end; null while it runs
 */
public record AttemptRecord(
    int number,
    AttemptReason reason,
    Candidate candidate,
    Instant startedAt,
    @Nullable Failure failure,
    Verdict verdict,
    @Nullable Duration timeToFirstEvent,
    @Nullable Duration duration) {}
