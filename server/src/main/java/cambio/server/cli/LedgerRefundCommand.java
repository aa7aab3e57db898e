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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives back what a generation was charged. */
@Command(
    name = "refund",
    description = {
      "Give back, as credit, what a generation was charged.",
      "A generation is refunded once: a repetition posts nothing more."
    },
    mixinStandardHelpOptions = true)
final class LedgerRefundCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "GENERATION", description = "Its id: gen_...")
  private String generation = "";

  @Option(
      names = "--amount",
      paramLabel = "USD",
      description = "How much. Default: all that it was charged, its fee included.")
  private @Nullable String amount;

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the ledger.")
  private @Nullable String note;

  LedgerRefundCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    PrintWriter out = Output.of(spec);
    GenerationIds ids = new GenerationIds(context.clock(), context.random());
    try (OpenBooks books = OpenBooks.open(config.read().data(), false)) {
      Corrections corrections = new Corrections(books.ledger(), ids::entry, context.clock());
      books.print(corrections.refund(generation, amount, note), out);
    } catch (FailureException e) {
      throw new CommandFailure(e.failure().message());
    }
    out.flush();
    return 0;
  }
}
