package cambio.server.cli;

import picocli.CommandLine.Command;

/** Callers' keys. */
@Command(
    name = "keys",
    description = "Make, list and switch off callers' keys.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      KeysCreateCommand.class,
      KeysListCommand.class,
      KeysDisableCommand.class,
      KeysEnableCommand.class
    })
final class KeysCommand {}
