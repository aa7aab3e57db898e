package cambio.server.execution;

import cambio.router.money.Money;
import java.util.concurrent.CompletionStage;

/** Keeps generation records durably. */
public interface GenerationLog {

  /**
   * Takes a record. Never blocks; safe from any thread. The stage completes once the record is on
   * disk, exceptionally where it could not be kept.
   */
  CompletionStage<Void> append(GenerationRecord record);

  /**
   * Whether calls should be begun that will have to be recorded: false where nothing durable could
   * take them for sure. Quick; safe from any thread.
   */
  default boolean accepting() {
    return true;
  }

  /** What a call of this cost is charged: the fee on usage is on top of it. */
  default Money charged(Money cost) {
    return cost;
  }
}
