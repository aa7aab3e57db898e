package cambio.server.idempotency;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A key that a call of this router holds; renewed until one of the ends, of which the first counts.
 * Safe from any thread.
 */
public interface HeldClaim {

  /** The longest answer in bytes that is kept. */
  long maxAnswer();

  /**
   * Ends it with an answer. The stage never fails: it completes when the answer is kept, or when it
   * turns out that this takes longer; it is then tried again and again behind the caller's back.
   *
   * @param answer null where it was too long: only that there was one is remembered
   */
  CompletionStage<?> keep(@Nullable RecordedAnswer answer);

  /** Ends it without an answer: the next call with the key is served. */
  void free();

  /**
   * Renews it no longer: the next call with the key is served some time later, if nothing was
   * charged for this one. For a call whose end nobody knows.
   */
  void abandon();
}
