package cambio.server.cli;

import cambio.router.plan.Principal;
import cambio.server.auth.ConfiguredKeys;
import cambio.server.auth.KeyText;
import cambio.server.config.ServerConfig;
import cambio.server.tenant.Administrator;
import cambio.server.tenant.ApiKey;
import cambio.server.tenant.KeyDraft;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.NewKey;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a key. */
@Command(
    name = "create",
    description = {
      "Make a key and show it once.",
      "Only its hash is kept, in the router's database; with --print it is kept nowhere, and the"
          + " lines to paste under keys: in cambio.yaml are shown instead."
    },
    mixinStandardHelpOptions = true)
final class KeysCreateCommand implements Callable<Integer> {

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Mixin private final KeyOptions options = new KeyOptions();
  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "What the key is for; unique.")
  private String name = "";

  @Option(names = "--organization", defaultValue = Principal.DEFAULT, description = "Whose it is.")
  private String organization = Principal.DEFAULT;

  @Option(names = "--workspace", defaultValue = Principal.DEFAULT, description = "Part of it.")
  private String workspace = Principal.DEFAULT;

  @Option(
      names = "--management",
      description = {
        "Make a key that manages keys, workspaces and money, and cannot generate.",
        "Of the organisation and workspace named default it manages everything."
      })
  private boolean management;

  @Option(names = "--member", paramLabel = "ID", description = "The member that it is for.")
  private String member = "";

  @Option(names = "--print", description = "Keep nothing; show the lines for cambio.yaml.")
  private boolean printOnly;

  KeysCreateCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    PrintWriter out = Output.of(spec);
    ServerConfig server = config.read();
    KeyKind kind = management ? KeyKind.MANAGEMENT : KeyKind.INFERENCE;
    KeySettings settings =
        options.over(KeySettings.named(name), name, false, context.clock().instant());
    requireNew(server.keys().stream().noneMatch(key -> key.settings().name().equals(name)));
    if (printOnly) {
      String key = ApiKey.make(context.random());
      out.println(key);
      out.println();
      out.println("This is shown once. Paste under keys: in cambio.yaml:");
      out.print(
          KeyText.yaml(
              ConfiguredKeys.key(ApiKey.hash(key), organization, workspace, kind, settings)));
    } else {
      NewKey made = keep(server, kind, settings);
      out.println(made.secret());
      out.println();
      out.println("This is shown once. Its id is " + made.key().id() + ".");
    }
    out.flush();
    return 0;
  }

  private NewKey keep(ServerConfig server, KeyKind kind, KeySettings settings) {
    try (LocalAdmin admin = LocalAdmin.open(server, context)) {
      requireNew(admin.allKeys().stream().noneMatch(key -> key.settings().name().equals(name)));
      return admin
          .keys()
          .create(
              Administrator.OPERATOR,
              new KeyDraft(organization, workspace, kind, member, "", settings));
    }
  }

  private void requireNew(boolean fresh) {
    if (!fresh) {
      throw new CommandFailure(
          "NAME: there is a key \"" + name + "\" already (expected: a new name)");
    }
  }
}
