package cambio.server.cli;

import cambio.router.quota.Measure;
import cambio.router.quota.Scope;
import cambio.server.auth.KeyEntry;
import cambio.server.auth.KeyFile;
import cambio.server.config.ServerConfig;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the keys of both files. */
@Command(
    name = "list",
    description = "List the keys of cambio.yaml and keys.yaml.",
    mixinStandardHelpOptions = true)
final class KeysListCommand implements Callable<Integer> {

  private final CommandContext context;
  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  KeysListCommand(CommandContext context) {
    this.context = context;
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    PrintWriter out = Output.of(spec);
    ServerConfig server = config.read();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    server.keys().forEach(entry -> rows.add(row(entry, "cambio.yaml")));
    new KeyFile(server.data().keys()).read().forEach(entry -> rows.add(row(entry, "keys.yaml")));
    if (json) {
      JsonOutput.print(out, rows);
      return 0;
    }
    Table table = new Table("NAME", "ID", "ORGANIZATION", "WORKSPACE", "RPM", "STATE", "WHERE");
    for (Map<String, @Nullable Object> row : rows) {
      table.row(
          row.get("name"),
          String.valueOf(row.get("id")).substring(0, 12),
          row.get("organization"),
          row.get("workspace"),
          row.get("requests_per_minute"),
          row.get("state"),
          row.get("where"));
    }
    table.print(out);
    if (server.keys().isEmpty()) {
      out.println(
          "The local key is in force, too: $CAMBIO_KEY, else " + server.data().localKey() + ".");
    }
    out.flush();
    return 0;
  }

  private Map<String, @Nullable Object> row(KeyEntry entry, String where) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("name", entry.name());
    row.put("id", entry.hash());
    row.put("organization", entry.organization());
    row.put("workspace", entry.workspace());
    row.put("models", entry.entitlements().models().stream().sorted().toList());
    row.put("providers", entry.entitlements().providers().stream().sorted().toList());
    long perMinute = entry.entitlements().quota().rate(Scope.KEY, Measure.REQUESTS_PER_MINUTE);
    row.put("requests_per_minute", perMinute == 0 ? null : perMinute);
    Instant expiry = entry.expiresAt();
    row.put("expires_at", expiry == null ? null : expiry.toString());
    row.put("state", state(entry));
    row.put("where", where);
    return row;
  }

  private String state(KeyEntry entry) {
    if (entry.disabled()) {
      return "disabled";
    }
    Instant expiry = entry.expiresAt();
    return expiry != null && !context.clock().instant().isBefore(expiry) ? "expired" : "active";
  }
}
