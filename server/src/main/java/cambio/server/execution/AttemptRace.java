package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.spi.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that are under way for one answer, of which one may show it. Lives on the call's
 * event loop.
 */
final class AttemptRace {

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
  }

  void enter(CommitGate gate) {
    running.add(gate);
  }

  /** This one's events are the answer from now on. */
  void won(CommitGate gate) {
    running.remove(gate);
    winner = gate;
    judge.won(gate.attempt());
  }

  /** This one failed before it committed. */
  void lost(CommitGate gate, AttemptRecord attempt) {
    running.remove(gate);
    judge.lost(attempt, running.isEmpty());
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
