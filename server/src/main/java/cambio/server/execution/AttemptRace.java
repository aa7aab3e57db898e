package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that are under way for one answer, of which one may show it. Lives on the call's
 * event loop.
 */
final class AttemptRace {

  private static final Failure FASTER =
      Failure.of(FailureKind.CANCELLED, "Another attempt was faster.");

  private final Judge judge;
  private final List<CommitGate> running = new ArrayList<>(1);
  private @Nullable CommitGate winner;

  AttemptRace(Judge judge) {
    this.judge = judge;
  }

  /** Hears how a race goes. */
  interface Judge {

    /** An attempt commits, and no other of this race will. */
    void won(Attempt attempt);

    /**
     * An attempt failed unseen.
     *
     * @param last whether none is under way any more
     */
    void lost(AttemptRecord attempt, boolean last);

    /** An attempt was ended because another one won. */
    void outrun(Attempt attempt, AttemptRecord record);
  }

  void enter(CommitGate gate) {
    running.add(gate);
  }

  /** This one's events are the answer from now on. */
  void won(CommitGate gate) {
    running.remove(gate);
    winner = gate;
    judge.won(gate.attempt());
    for (CommitGate other : List.copyOf(running)) {
      other.abort(FASTER);
    }
  }

  /** Whether attempts are under way and none has won. */
  boolean open() {
    return winner == null && !running.isEmpty();
  }

  /** This one failed before it committed. */
  void lost(CommitGate gate, AttemptRecord attempt) {
    running.remove(gate);
    if (winner == null) {
      judge.lost(attempt, running.isEmpty());
    } else {
      judge.outrun(gate.attempt(), attempt);
    }
  }

  /** Ends whatever is under way, the winner too. */
  void abort(Failure failure) {
    for (CommitGate gate : List.copyOf(running)) {
      gate.abort(failure);
    }
    if (winner != null) {
      winner.abort(failure);
    }
  }
}
