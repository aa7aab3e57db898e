package cambio.server.execution;

/** Where a provider's answer stands. */
enum AnswerState {
  /** Nothing has come yet. */
  CONNECTING,
  /** Events have come, but none that a caller could not be spared. */
  PREAMBLE,
  /** The caller has the head of this answer; there is no way back. */
  COMMITTED,
  /** The answer is complete. */
  FINISHED,
  /** The attempt failed; unseen by the caller unless it was committed before. */
  BROKEN;

  /** Whether the next state may follow this one. */
  boolean mayBecome(AnswerState next) {
    return switch (this) {
      case CONNECTING -> next != CONNECTING && next != FINISHED;
      case PREAMBLE -> next == COMMITTED || next == BROKEN;
      case COMMITTED -> next == FINISHED || next == BROKEN;
      case FINISHED, BROKEN -> false;
    };
  }

  /** The next state. */
  AnswerState to(AnswerState next) {
    if (!mayBecome(next)) {
      throw new IllegalStateException("an answer that is " + this + " cannot become " + next);
    }
    return next;
  }

  /** Whether nothing more will come. */
  boolean over() {
    return this == FINISHED || this == BROKEN;
  }
}
