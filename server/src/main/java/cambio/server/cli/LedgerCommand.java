package cambio.server.cli;

import picocli.CommandLine.Command;

/** The book of money. */
@Command(
    name = "ledger",
    description = "Look into the book of money, and prove it.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LedgerVerifyCommand.class,
      LedgerEntriesCommand.class,
      LedgerBalanceCommand.class
    })
final class LedgerCommand {}
