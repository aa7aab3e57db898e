package cambio.server.cli;

import cambio.server.tenant.Administrator;
import cambio.server.tenant.StoredKey;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Switches a key off, or on again. */
@Command(
    name = "disable",
    description = "Switch a key off for now; with --undo switch it on again.",
    mixinStandardHelpOptions = true)
final class KeysDisableCommand implements Callable<Integer> {

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The key's name, or the start of its id.")
  private String name = "";

  @Option(names = "--undo", description = "Switch it on again.")
  private boolean undo;

  KeysDisableCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    try (LocalAdmin admin = LocalAdmin.open(config.read(), context)) {
      StoredKey key = admin.named(name);
      admin.keys().update(Administrator.OPERATOR, key.id(), before -> before.switched(!undo));
      Output.of(spec)
          .println("\"" + key.settings().name() + "\" is " + (undo ? "enabled." : "disabled."));
    }
    return 0;
  }
}
