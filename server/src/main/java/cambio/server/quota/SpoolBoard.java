package cambio.server.quota;

import java.util.concurrent.CompletionStage;

/**
 * Where routers of one ledger tell one another that it lacks settlements of theirs, because these
 * wait in a spool. Never blocks; safe from any thread. Stages fail where the board does not answer.
 */
public interface SpoolBoard {

  /** Puts this router on the board, or takes it off; what is on it is told again and again. */
  CompletionStage<Void> tell(boolean behind);

  /** Whether the ledger lacks settlements of another router. */
  CompletionStage<Boolean> othersBehind();
}
