package cambio.server.surface;

import cambio.server.execution.BudgetState;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import org.jspecify.annotations.Nullable;

/** How a caller hears of a budget before it is used up. */
public final class BudgetHeaders {

  private BudgetHeaders() {}

  /** {@code X-Cambio-Budget-Remaining}, USD, once less than a fifth is left. */
  public static void low(HttpHeadersBuilder headers, @Nullable BudgetState budget) {
    if (budget != null && budget.low()) {
      headers.set("x-cambio-budget-limit", budget.limit().toString());
      headers.set("x-cambio-budget-remaining", budget.remaining().toString());
    }
  }
}
