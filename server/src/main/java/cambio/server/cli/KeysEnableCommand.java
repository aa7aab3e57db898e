package cambio.server.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Switches a key on. */
@Command(
    name = "enable",
    description = "Switch a key of keys.yaml on; running routers take it within a second.",
    mixinStandardHelpOptions = true)
final class KeysEnableCommand implements Callable<Integer> {

  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The key's name, or the start of its id.")
  private String name = "";

  KeysEnableCommand(CommandContext context) {
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    String found = KeySwitch.set(config.read(), name, false);
    Output.of(spec).println("\"" + found + "\" is enabled.");
    return 0;
  }
}
