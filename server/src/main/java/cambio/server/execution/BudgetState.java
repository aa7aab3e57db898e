package cambio.server.execution;

import cambio.router.money.Money;

/**
 * A budget as the caller may be told of it.
 *
 * @param limit of the window
 * @param remaining what is neither spent nor held; negative for a debt
 */
public record BudgetState(Money limit, Money remaining) {

  /** Whether so little is left, under a fifth, that the caller should know. */
  public boolean low() {
    return remaining.nanos() < limit.nanos() / 5;
  }
}
