package cambio.server.cli;

import cambio.server.ledger.Corrections;
import cambio.server.surface.GenerationIds;
import cambio.spi.FailureException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Corrects a balance. */
@Command(
    name = "adjust",
    description = "Correct an organisation's balance, up or down.",
    mixinStandardHelpOptions = true)
final class LedgerAdjustCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private final ConfigOption config;
  @Mixin private final EntryOptions entry = new EntryOptions();
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--by",
      paramLabel = "USD",
      required = true,
      description = "How much, such as 2.50 or -0.75.")
  private String change = "";

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for the ledger.")
  private String note = "";

  LedgerAdjustCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    PrintWriter out = Output.of(spec);
    GenerationIds ids = new GenerationIds(context.clock(), context.random());
    try (OpenBooks books = OpenBooks.open(config.read().data(), true)) {
      Corrections corrections = new Corrections(books.ledger(), ids::entry, context.clock());
      String key = entry.idempotencyKey(ids);
      books.print(corrections.adjust(entry.organization(), change, key, note), out);
    } catch (FailureException e) {
      throw new CommandFailure(e.failure().message());
    }
    out.flush();
    return 0;
  }
}
