package cambio.server.cli;

import cambio.router.plan.Principal;
import cambio.server.ledger.CreditBalance;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what an organisation has. */
@Command(
    name = "balance",
    description = "Show what an organisation was granted, has used and has left.",
    mixinStandardHelpOptions = true)
final class LedgerBalanceCommand implements Callable<Integer> {

  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--organization",
      paramLabel = "ID",
      defaultValue = Principal.DEFAULT,
      description = "Whose. Default: ${DEFAULT-VALUE}.")
  private String organization = Principal.DEFAULT;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  LedgerBalanceCommand(CommandContext context) {
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    PrintWriter out = Output.of(spec);
    CreditBalance balance;
    try (OpenBooks books = OpenBooks.open(config.read().data(), false)) {
      balance = books.ledger().balance(organization);
    }
    if (json) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("organization", organization);
      values.put("total_credits_usd", balance.credits().toString());
      values.put("total_usage_usd", balance.usage().toString());
      values.put("balance_usd", balance.balance().toString());
      JsonOutput.print(out, values);
    } else {
      Table table = new Table("ORGANIZATION", "CREDITS USD", "USAGE USD", "BALANCE USD");
      table.row(organization, balance.credits(), balance.usage(), balance.balance());
      table.print(out);
    }
    out.flush();
    return 0;
  }
}
