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

/** Changes a key. */
@Command(
    name = "update",
    description = "Change a key's name, limits, models, providers or expiry.",
    mixinStandardHelpOptions = true)
final class KeysUpdateCommand implements Callable<Integer> {

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Mixin private final KeyOptions options = new KeyOptions();
  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The key's name, or the start of its id.")
  private String name = "";

  @Option(names = "--name", paramLabel = "NEW", description = "A new name.")
  private @Nullable String rename;

  KeysUpdateCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    try (LocalAdmin admin = LocalAdmin.open(config.read(), context)) {
      StoredKey key = admin.named(name);
      StoredKey updated =
          admin
              .keys()
              .update(
                  Administrator.OPERATOR,
                  key.id(),
                  before ->
                      options.over(
                          before,
                          rename == null ? before.name() : rename,
                          before.disabled(),
                          context.clock().instant()));
      Output.of(spec).println("\"" + updated.settings().name() + "\" is changed.");
    }
    return 0;
  }
}
