package cambio.server.execution;

import java.util.concurrent.CompletionStage;

/** Keeps generation records durably. */
public interface GenerationLog {

  /**
   * Takes a record. Never blocks; safe from any thread. The stage completes once the record is on
   * disk, exceptionally where it could not be kept.
   */
  CompletionStage<Void> append(GenerationRecord record);
}
