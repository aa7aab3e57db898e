package cambio.server.limit;

import java.util.concurrent.CompletionStage;

/** Counts requests against limits. Never blocks; safe from any thread. */
public interface RateLimiter {

  /**
   * Takes one request from what a key may still send. A refused request takes nothing.
   *
   * @param root the budget root, so that all keys of one root are in one place of a shared store
   * @param key what is limited within the root
   * @return the decision; fails where a shared store does not answer in time. It may complete on a
   *     thread of the store's client: do no work there
   */
  CompletionStage<RateDecision> take(String root, String key, RateLimit limit);
}
