package cambio.server.cli;

import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import cambio.server.tenant.Budget;
import cambio.server.tenant.FieldRules;
import cambio.server.tenant.Tenant;
import cambio.server.tenant.TenantRules;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of an organisation or workspace; what is not said stays as it is. */
final class TenantOptions {

  @Option(names = "--name", paramLabel = "TEXT", description = "For people; default: the id.")
  private @Nullable String name;

  @Option(
      names = "--budget",
      paramLabel = "WHEN=USD",
      description =
          "A budget, such as monthly=100 or never=500; may be given once an interval. Replaces"
              + " those there were.")
  private @Nullable Map<ResetInterval, String> budgets;

  @Option(names = "--disabled", arity = "1", paramLabel = "BOOL", description = "Refuse its keys.")
  private @Nullable Boolean disabled;

  private static final FieldRules RULES =
      new FieldRules((field, problem) -> {
        throw new CommandFailure(field + ": " + problem);
      });

  /** The name that was said, else this one. */
  String name(String otherwise) {
    return name == null ? otherwise : RULES.text("--name", name, 1, FieldRules.NAME_MAX);
  }

  /** Whether it is disabled, as was said, else as it is. */
  boolean disabled(boolean otherwise) {
    return disabled == null ? otherwise : disabled;
  }

  /** The rules with the budgets that were said. */
  TenantRules over(TenantRules before) {
    if (budgets == null) {
      return before;
    }
    List<Budget> said = new ArrayList<>();
    budgets.forEach((interval, usd) -> {
      Money limit = Objects.requireNonNull(RULES.money("--budget", usd));
      said.add(new Budget(interval, limit, Budget.WARN_AT));
    });
    return before.with(said);
  }

  /** A tenant with what was said. */
  <T extends Tenant<T>> T over(T before, Instant now) {
    return before.with(name(before.name()), disabled(before.disabled()), over(before.rules()), now);
  }

  /** Prints a table of tenants. */
  static void print(List<? extends Tenant<?>> tenants, PrintWriter out) {
    Table table = new Table("ID", "NAME", "BUDGETS", "STATE");
    for (Tenant<?> one : tenants) {
      String state = one.disabled() ? "disabled" : "active";
      table.row(one.id(), one.name(), budgets(one.rules()), state);
    }
    table.print(out);
    out.flush();
  }

  /** An id as the command line gave it. */
  static String id(String field, String id) {
    return RULES.id(field, id);
  }

  /** The budgets in one cell of a table. */
  private static @Nullable String budgets(TenantRules rules) {
    return rules.budgets().isEmpty()
        ? null
        : String.join(
            " ",
            rules.budgets().stream()
                .map(budget ->
                    budget.interval().name().toLowerCase(java.util.Locale.ROOT)
                        + "="
                        + budget.limit())
                .toList());
  }
}
