package cambio.server.quota;

import cambio.router.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Spending as the ledger knows it.
 *
 * @param generation what the store gave when it asked; it takes nothing under another one
 * @param counters one a budget
 * @param slices for a pool: what each root has spent of it, by root; empty otherwise
 * @param calls whose costs are in these sums and whose are not
 */
public record LoadRequest(
    String root, String generation, List<Loaded> counters, Map<String, Money> slices, Calls calls) {

  public LoadRequest {
    counters = List.copyOf(counters);
    slices = Map.copyOf(slices);
  }

  /** Sums of which is not known whose costs they have: calls under way have the ledger asked. */
  public LoadRequest(
      String root, String generation, List<Loaded> counters, Map<String, Money> slices) {
    this(root, generation, counters, slices, Calls.UNKNOWN);
  }

  /**
   * Calls that were under way before the ledger was asked, by their leases. Told of one moment of
   * the ledger together with the sums, so that no cost is counted twice and none is missed.
   *
   * @param pending the sums lack their costs
   * @param counted the sums have their costs
   */
  public record Calls(List<String> pending, List<String> counted) {

    /** Nothing is known of any. */
    public static final Calls UNKNOWN = new Calls(List.of(), List.of());

    public Calls {
      pending = List.copyOf(pending);
      counted = List.copyOf(counted);
    }
  }

  /**
   * One budget.
   *
   * @param spent in the window
   * @param until the window's end; {@link Instant#MAX} where there is none
   */
  public record Loaded(String counter, Money spent, Instant until) {}
}
