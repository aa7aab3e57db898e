package cambio.server.cli;

import picocli.CommandLine.Command;

/** Prepaid credit. */
@Command(
    name = "credits",
    description = "Add prepaid credit.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {CreditsAddCommand.class})
final class CreditsCommand {}
