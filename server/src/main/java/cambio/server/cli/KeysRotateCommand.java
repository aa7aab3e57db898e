package cambio.server.cli;

import cambio.server.tenant.Administrator;
import cambio.server.tenant.KeyAdmin;
import cambio.server.tenant.NewKey;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a key a new secret. */
@Command(
    name = "rotate",
    description = {
      "Give a key a new secret and show it once; limits, spend and name go on.",
      "The old secret ends at once, or after --grace."
    },
    mixinStandardHelpOptions = true)
final class KeysRotateCommand implements Callable<Integer> {

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The key's name, or the start of its id.")
  private String name = "";

  @Option(
      names = "--grace",
      paramLabel = "HOURS",
      defaultValue = "0",
      description = "How long the old secret works on, 0 to 168 hours.")
  private int graceHours;

  KeysRotateCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    if (graceHours < 0 || graceHours > KeyAdmin.GRACE_MAX.toHours()) {
      throw new CommandFailure("--grace: " + graceHours + " (expected: 0..168)");
    }
    PrintWriter out = Output.of(spec);
    try (LocalAdmin admin = LocalAdmin.open(config.read(), context)) {
      NewKey made =
          admin
              .keys()
              .rotate(Administrator.OPERATOR, admin.named(name).id(), Duration.ofHours(graceHours));
      out.println(made.secret());
      out.println();
      out.println("This is shown once. Its id is " + made.key().id() + ".");
    }
    out.flush();
    return 0;
  }
}
