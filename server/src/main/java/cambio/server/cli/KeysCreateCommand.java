package cambio.server.cli;

import cambio.router.plan.Entitlements;
import cambio.router.plan.Principal;
import cambio.router.quota.QuotaRules;
import cambio.server.auth.ApiKey;
import cambio.server.auth.KeyEntry;
import cambio.server.auth.KeyEntryText;
import cambio.server.auth.KeyFile;
import cambio.server.config.ServerConfig;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
      "Its hash goes to keys.yaml in the data directory, where a running router takes it within"
          + " a second; with --print it goes nowhere, and the lines to paste under keys: in"
          + " cambio.yaml are shown instead."
    },
    mixinStandardHelpOptions = true)
final class KeysCreateCommand implements Callable<Integer> {

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "What the key is for; unique.")
  private String name = "";

  @Option(names = "--organization", defaultValue = Principal.DEFAULT, description = "Whose it is.")
  private String organization = Principal.DEFAULT;

  @Option(names = "--workspace", defaultValue = Principal.DEFAULT, description = "Part of it.")
  private String workspace = Principal.DEFAULT;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "SLUG",
      description = "Only these models; author/* for all of an author's.")
  private List<String> models = List.of();

  @Option(names = "--providers", split = ",", paramLabel = "ID", description = "Only these.")
  private List<String> providers = List.of();

  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      description = "The key's rate limit; 0 for none.")
  private int requestsPerMinute;

  @Option(
      names = "--expires-at",
      paramLabel = "WHEN",
      description = "A date (UTC) or an instant from which it is refused.")
  private @Nullable String expiresAt;

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
    String key = ApiKey.make(context.random());
    String hash = ApiKey.hash(key);
    KeyEntry entry =
        new KeyEntry(
            name,
            hash,
            organization,
            workspace,
            new Entitlements(
                Set.copyOf(models),
                Set.copyOf(providers),
                QuotaRules.requestsOfKey(hash, requestsPerMinute())),
            expiry(),
            false);
    KeyFile file = new KeyFile(server.data().keys());
    refuseDuplicate(server, file);
    out.println(key);
    out.println();
    if (printOnly) {
      out.println("This is shown once. Paste under keys: in cambio.yaml:");
      out.print(KeyEntryText.yaml(entry));
    } else {
      file.update(entries -> {
        List<KeyEntry> more = new ArrayList<>(entries);
        more.add(entry);
        return more;
      });
      out.println("This is shown once. Its hash is in " + file.path() + ".");
    }
    out.flush();
    return 0;
  }

  private void refuseDuplicate(ServerConfig server, KeyFile file) {
    if (name.isBlank()) {
      throw new CommandFailure("NAME is empty (expected: what the key is for)");
    }
    List<KeyEntry> all = new ArrayList<>(server.keys());
    all.addAll(file.read());
    if (all.stream().anyMatch(entry -> entry.name().equals(name))) {
      throw new CommandFailure(
          "NAME: there is a key \"" + name + "\" already (expected: a new name)");
    }
  }

  private int requestsPerMinute() {
    if (requestsPerMinute < 0 || requestsPerMinute > 1_000_000) {
      throw new CommandFailure(
          "--requests-per-minute: " + requestsPerMinute + " (expected: 0..1000000)");
    }
    return requestsPerMinute;
  }

  private @Nullable Instant expiry() {
    if (expiresAt == null) {
      return null;
    }
    try {
      return expiresAt.indexOf('T') < 0
          ? LocalDate.parse(expiresAt).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(expiresAt);
    } catch (java.time.DateTimeException e) {
      throw new CommandFailure(
          "--expires-at: \"" + expiresAt + "\" (expected: 2027-01-31 or 2027-01-31T12:00:00Z)");
    }
  }
}
