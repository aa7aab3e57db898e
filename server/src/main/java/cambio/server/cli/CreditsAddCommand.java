package cambio.server.cli;

import cambio.server.config.ServerConfig;
import cambio.server.ledger.Credits;
import cambio.server.surface.GenerationIds;
import cambio.spi.FailureException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds credit. */
@Command(
    name = "add",
    description = "Add credit to an organisation; the fee on purchases, if any, is taken of it.",
    mixinStandardHelpOptions = true)
final class CreditsAddCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private final ConfigOption config;
  @Mixin private final EntryOptions entry = new EntryOptions();
  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "USD", description = "How much was paid, such as 25 or 0.5.")
  private String amount = "";

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the ledger.")
  private @Nullable String note;

  CreditsAddCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    PrintWriter out = Output.of(spec);
    ServerConfig server = config.read();
    GenerationIds ids = new GenerationIds(context.clock(), context.random());
    try (OpenBooks books = OpenBooks.open(server.data(), true)) {
      Credits credits =
          new Credits(
              books.ledger(),
              server.money().fees(),
              server.money().creditsRequired(),
              ids::entry,
              context.clock());
      String key = entry.idempotencyKey(ids);
      books.print(credits.add(entry.organization(), amount, key, note), out);
    } catch (FailureException e) {
      throw new CommandFailure(e.failure().message());
    }
    out.flush();
    return 0;
  }
}
