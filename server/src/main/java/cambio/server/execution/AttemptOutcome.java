package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;

/** How an attempt ended, as far as the runner is concerned. */
sealed interface AttemptOutcome {

  /** The answer has begun and is the event loop's business now. */
  record Committed() implements AttemptOutcome {}

  /** It failed unseen by the caller. */
  record Failed(AttemptRecord attempt) implements AttemptOutcome {}
}
