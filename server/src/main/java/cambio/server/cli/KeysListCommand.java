package cambio.server.cli;

import cambio.router.money.Money;
import cambio.server.config.ServerConfig;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.StoredKey;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the keys of cambio.yaml and of the database. */
@Command(
    name = "list",
    description = "List the keys of cambio.yaml and of the router's database.",
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
    server.keys().forEach(key -> rows.add(row(key, "cambio.yaml")));
    try (LocalAdmin admin = LocalAdmin.open(server, context)) {
      admin.allKeys().forEach(key -> rows.add(row(key, "database")));
    }
    if (json) {
      JsonOutput.print(out, rows);
      return 0;
    }
    Table table =
        new Table(
            "NAME", "ID", "KIND", "ORGANIZATION", "WORKSPACE", "LIMIT", "RPM", "STATE", "WHERE");
    for (Map<String, @Nullable Object> row : rows) {
      table.row(
          row.get("name"),
          String.valueOf(row.get("id")).substring(0, 12),
          row.get("kind"),
          row.get("organization"),
          row.get("workspace"),
          row.get("limit_usd"),
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

  private Map<String, @Nullable Object> row(StoredKey key, String where) {
    KeySettings settings = key.settings();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("name", settings.name());
    row.put("id", key.id());
    row.put("kind", key.kind().name().toLowerCase(Locale.ROOT));
    row.put("organization", key.organization());
    row.put("workspace", key.workspace());
    row.put("models", settings.models());
    row.put("providers", settings.providers());
    Money limit = settings.limit();
    row.put("limit_usd", limit == null ? null : limit.toString());
    row.put("limit_reset", settings.limitReset().name().toLowerCase(Locale.ROOT));
    row.put("requests_per_minute", orNull(settings.rates().requestsPerMinute()));
    row.put("tokens_per_minute", orNull(settings.rates().tokensPerMinute()));
    row.put("concurrent_requests", orNull(settings.rates().concurrentRequests()));
    Instant expiry = settings.expiresAt();
    row.put("expires_at", expiry == null ? null : expiry.toString());
    row.put("state", state(settings));
    row.put("where", where);
    return row;
  }

  private static @Nullable Object orNull(long limit) {
    return limit == 0 ? null : limit;
  }

  private String state(KeySettings settings) {
    if (settings.disabled()) {
      return "disabled";
    }
    return settings.expired(context.clock().instant()) ? "expired" : "active";
  }
}
