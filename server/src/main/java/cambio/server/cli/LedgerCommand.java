package cambio.server.cli;

import picocli.CommandLine.Command;

/** The book of money. */
@Command(
    name = "ledger",
    description = "Look into the book of money, prove it, and correct it.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LedgerVerifyCommand.class,
      LedgerEntriesCommand.class,
      LedgerBalanceCommand.class,
      LedgerRefundCommand.class,
      LedgerAdjustCommand.class
    })
final class LedgerCommand {}
