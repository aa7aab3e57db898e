package cambio.server.quota;

import cambio.router.money.Money;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where is counted what callers use: per root a set of money counters, rates and leases. Each call
 * is one atomic step on one root. Never blocks; safe from any thread. A stage fails where a shared
 * store does not answer in time, and then it is not known whether the step was taken: every step
 * but {@link #reserve} may be repeated, and a lease that nobody knows of expires.
 *
 * <p>Money counters are a cache of the ledger's sums. A store that lost one, or that learns of a
 * settlement whose lease it does not know, asks for it to be loaded ({@link LeaseAnswer.Rebuild})
 * before it grants anything from it.
 */
public interface QuotaStore {

  /** Holds all that is asked for, or nothing. */
  CompletionStage<LeaseAnswer> reserve(LeaseRequest request);

  /**
   * Holds more for a lease that is there: the levels are what is added, and the rates are not taken
   * again, save that units of tokens are added.
   */
  CompletionStage<LeaseAnswer> extend(LeaseRequest more);

  /**
   * Holds once more for a call under way whose lease was forgotten. The ledger may have its cost by
   * now: its end is not counted here, but makes the ledger be asked.
   */
  CompletionStage<LeaseAnswer> again(LeaseRequest forgotten);

  /**
   * Ends a lease at its cost. Whatever was held comes back and the cost is counted. Harmless when
   * repeated.
   *
   * @return whether the lease was there and its cost was counted; where not, the counters that are
   *     named are loaded from the ledger before anything is granted from them
   */
  CompletionStage<Boolean> settle(SettleRequest request);

  /**
   * Ends a lease of a call that generated nothing. Harmless when repeated.
   *
   * @param undo whether the request itself is taken back too, because it was never admitted
   * @return whether the lease was there
   */
  CompletionStage<Boolean> release(String root, String leaseId, boolean undo);

  /**
   * Gives leases more time.
   *
   * @return those that are not there
   */
  CompletionStage<List<String>> renew(String root, List<String> leaseIds, Duration ttl);

  /** Leases that are there, at most so many. */
  CompletionStage<List<String>> underWay(String root, int limit);

  /** Leases whose time is over and that nobody ended, at most so many. */
  CompletionStage<List<String>> expired(String root, int limit);

  /**
   * Takes over what the ledger knows, for counters that are missing or not trusted. Of calls under
   * way it knows whose costs the sums have: those hold nothing more, and are not counted again.
   *
   * @return false where the state has moved on since the ledger was asked; ask it again
   */
  CompletionStage<Boolean> load(LoadRequest request);

  /** Exchanges a slice with a pool. */
  CompletionStage<SliceAnswer> slice(SliceRequest request);

  /** Tells a root what it has of a pool; an older version changes nothing. */
  CompletionStage<Void> grant(String root, String counter, Slice slice);

  /** What calls under way hold of a budget in a root; zero where the root does not know it. */
  CompletionStage<Money> held(String root, String counter);

  /** The roots that a pool ever gave something to. */
  CompletionStage<List<String>> sharers(String pool, String counter);

  /** Makes a root give up what it neither spent nor holds of a slice. */
  CompletionStage<ShrinkAnswer> shrink(String root, String counter);
}
