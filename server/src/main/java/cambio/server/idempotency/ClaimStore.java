package cambio.server.idempotency;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Knows who is served under which idempotency key, and what was answered. Every step is atomic
 * among all that share the store.
 *
 * <p>No method blocks; each may be called from an event loop. A stage that fails says that nobody
 * knows whether the step was taken.
 */
public interface ClaimStore extends AutoCloseable {

  /**
   * Claims a key.
   *
   * @param over the generation whose lapsed claim may be taken over; null for none
   */
  CompletionStage<Claim> claim(ClaimRequest request, @Nullable String over);

  /** Prolongs a claim by its lease; false where it is this call's no longer. */
  CompletionStage<Boolean> renew(ClaimRequest request);

  /**
   * Ends a claim with an answer, which holds from now on for the request's life. A claim that the
   * store has lost meanwhile is made again.
   *
   * @param answer not to be changed after; empty where only that there was one is to be remembered
   * @return false where the key is another call's by now
   */
  CompletionStage<Boolean> keep(ClaimRequest request, byte[] answer);

  /** Ends a claim without: the next request is served. Nothing happens where it is another's. */
  CompletionStage<?> free(ClaimRequest request);

  @Override
  default void close() {}
}
