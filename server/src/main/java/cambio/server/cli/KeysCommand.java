package cambio.server.cli;

import picocli.CommandLine.Command;

/** Callers' keys. */
@Command(
    name = "keys",
    description = {
      "Make, list, change and revoke callers' keys, in the router's database.",
      "A running router takes a change within two seconds."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      KeysCreateCommand.class,
      KeysListCommand.class,
      KeysUpdateCommand.class,
      KeysDisableCommand.class,
      KeysRotateCommand.class,
      KeysDeleteCommand.class
    })
final class KeysCommand {}
