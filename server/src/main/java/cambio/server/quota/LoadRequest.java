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
 */
public record LoadRequest(
    String root, String generation, List<Loaded> counters, Map<String, Money> slices) {

  public LoadRequest {
    counters = List.copyOf(counters);
    slices = Map.copyOf(slices);
  }

  /**
   * One budget.
   *
   * @param spent in the window
   * @param until the window's end; {@link Instant#MAX} where there is none
   */
  public record Loaded(String counter, Money spent, Instant until) {}
}
