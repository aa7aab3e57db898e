package cambio.server.execution;

import java.time.Duration;

/**
 * Bounds on answers under way.
 *
 * @param streamIdle the longest silence of a provider within a committed stream, while the caller
 *     takes what comes
 * @param streamLongest the longest duration of a committed stream
 * @param preambleEvents how many events are held back before an answer must begin
 * @param preambleBytes how many bytes of body, likewise
 * @param wholeAnswerBytes the longest body of an answer that is not streamed
 */
public record ExecutionLimits(
    Duration streamIdle,
    Duration streamLongest,
    int preambleEvents,
    int preambleBytes,
    int wholeAnswerBytes) {

  /** 64 events and 256 KiB of preamble, 64 MiB of whole answer, one hour of stream. */
  public static ExecutionLimits standard(Duration streamIdle) {
    return new ExecutionLimits(streamIdle, Duration.ofHours(1), 64, 256 * 1024, 64 * 1024 * 1024);
  }
}
