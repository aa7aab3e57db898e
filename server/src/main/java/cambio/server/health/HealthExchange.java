package cambio.server.health;

import cambio.router.health.HealthNote;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where routers leave notes for one another. Of each router the last note on a subject is kept, for
 * as long as the router has been heard of within {@link #KEPT_MINUTES} minutes. No method blocks; a
 * store that is away or slow fails its stages.
 */
public interface HealthExchange {

  /** How long the notes of a router that says nothing more are kept. */
  int KEPT_MINUTES = 30;

  /**
   * Leaves notes in place of this router's earlier ones on the same subjects.
   *
   * @param router tells routers apart; without white space
   */
  CompletionStage<Void> tell(String router, List<HealthNote> notes);

  /**
   * The notes of other routers that were left after a moment, the earliest first.
   *
   * @param since {@link Heard#upTo} of the last answer; 0 for all that there are. Where the store
   *     has lost its memory since, all are given
   * @param most how many at most
   */
  CompletionStage<Heard> hear(String router, long since, int most);

  /**
   * Some notes.
   *
   * @param upTo where to go on
   * @param more whether there are more now
   */
  record Heard(long upTo, boolean more, List<From> notes) {

    public Heard {
      notes = List.copyOf(notes);
    }
  }

  /** A note, and who left it. */
  record From(String router, HealthNote note) {}
}
