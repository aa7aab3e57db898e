package cambio.server.cli;

import cambio.server.tenant.Administrator;
import cambio.server.tenant.StoredKey;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Revokes a key. */
@Command(
    name = "delete",
    description = "Revoke a key for good. Records of what it did stay.",
    mixinStandardHelpOptions = true)
final class KeysDeleteCommand implements Callable<Integer> {

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The key's name, or the start of its id.")
  private String name = "";

  KeysDeleteCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    try (LocalAdmin admin = LocalAdmin.open(config.read(), context)) {
      StoredKey key = admin.named(name);
      admin.keys().delete(Administrator.OPERATOR, key.id());
      Output.of(spec).println("\"" + key.settings().name() + "\" is revoked.");
    }
    return 0;
  }
}
