package cambio.server.cli;

import cambio.catalog.yaml.YamlProblemsException;
import cambio.spi.FailureException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/**
 * The root of the command line. Exit codes: 0 for success, 1 for what went wrong, 2 for a command
 * that was not understood.
 */
@Command(
    name = "cambio",
    description = "One API in front of every large language model.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      CheckCommand.class,
      KeysCommand.class,
      OrgsCommand.class,
      WorkspacesCommand.class,
      ModelsCommand.class,
      PlanCommand.class,
      SimulateCommand.class,
      ClassifyCommand.class,
      ChatCommand.class,
      GenerationsCommand.class,
      LedgerCommand.class,
      CreditsCommand.class
    },
    footer = {
      "",
      "The configuration is --config, else $CAMBIO_CONFIG, else ./cambio.yaml, else cambio.yaml in the data directory,",
      "else the defaults. The data directory is $CAMBIO_DATA, else ~/.cambio."
    })
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine(CommandContext.ofProcess()).execute(arguments));
  }

  /** The command line in a context of its own, for tests. */
  static CommandLine commandLine(CommandContext context) {
    IExecutionExceptionHandler handler =
        (failure, command, parsed) -> {
          switch (failure) {
            case YamlProblemsException problems ->
                problems.problems().forEach(problem -> command.getErr().println(problem));
            case CommandFailure told -> command.getErr().println(told.getMessage());
            case FailureException told -> command.getErr().println(told.failure().message());
            default -> throw failure;
          }
          command.getErr().flush();
          return CommandLine.ExitCode.SOFTWARE;
        };
    return new CommandLine(new Main(), new CommandFactory(context))
        .setExecutionExceptionHandler(handler)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
