package cambio.server.cli;

import cambio.router.money.Cost;
import cambio.server.config.DataSettings;
import cambio.server.config.ServerConfig;
import cambio.server.store.AttemptRow;
import cambio.server.store.GenerationQuery;
import cambio.server.store.GenerationRow;
import cambio.server.store.GenerationRow.AnsweredBy;
import cambio.server.store.GenerationRow.Outcome;
import cambio.server.store.GenerationStore;
import cambio.server.store.JdbcGenerationStore;
import cambio.spi.event.Usage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what was served. */
@Command(
    name = "generations",
    description = "List what was served, newest first, from the data directory.",
    mixinStandardHelpOptions = true)
final class GenerationsCommand implements Callable<Integer> {

  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Only this generation.")
  private @Nullable String id;

  @Option(names = "--limit", defaultValue = "20", description = "At most so many (1 to 1000).")
  private int limit = 20;

  @Option(names = "--before", paramLabel = "ID", description = "Only older ones, to turn pages.")
  private @Nullable String before;

  @Option(names = "--model", description = "Only those that this model answered.")
  private @Nullable String model;

  @Option(names = "--provider", description = "Only those that this provider answered.")
  private @Nullable String provider;

  @Option(names = "--key", paramLabel = "ID", description = "Only those of this key's id.")
  private @Nullable String key;

  @Option(names = "--outcome", description = "One of: ${COMPLETION-CANDIDATES}.")
  private @Nullable Outcome outcome;

  @Option(names = "--attempts", description = "Show the attempts of each.")
  private boolean attempts;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  GenerationsCommand(CommandContext context) {
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    PrintWriter out = Output.of(spec);
    if (limit < 1 || limit > GenerationQuery.LIMIT_MAX) {
      throw new CommandFailure("--limit: " + limit + " (expected: 1..1000)");
    }
    List<GenerationRow> rows = read(config.read());
    if (json) {
      JsonOutput.print(out, rows.stream().map(row -> GenerationJson.of(row, attempts)).toList());
    } else {
      print(rows, out);
    }
    out.flush();
    return 0;
  }

  private List<GenerationRow> read(ServerConfig server) {
    DataSettings data = server.data();
    if (data.postgres() == null && !Files.exists(data.database())) {
      return List.of();
    }
    try (GenerationStore store = JdbcGenerationStore.open(data)) {
      if (id != null) {
        GenerationRow row = store.find(id);
        if (row == null) {
          throw new CommandFailure("there is no generation " + id);
        }
        return List.of(row);
      }
      return store.list(
          new GenerationQuery.Filter()
              .ofKey(key)
              .answeredBy(model, provider)
              .ending(outcome)
              .page(before, limit));
    }
  }

  private void print(List<GenerationRow> rows, PrintWriter out) {
    Table table =
        new Table(
            "ID",
            "TIME",
            "MODEL",
            "PROVIDER",
            "OUTCOME",
            "IN",
            "OUT",
            "COST USD",
            "TTFT MS",
            "MS",
            "TRIES");
    for (GenerationRow row : rows) {
      AnsweredBy by = row.answeredBy();
      Usage usage = row.usage();
      Cost cost = row.cost();
      table.row(
          row.id(),
          row.receivedAt().toString().substring(0, 19),
          by == null ? String.join(",", row.requestedModels()) : by.model(),
          by == null ? null : by.provider(),
          outcome(row),
          usage == null ? null : usage.inputTokens(),
          usage == null ? null : usage.outputTokens(),
          cost == null ? null : cost.total(),
          GenerationJson.millis(row.timeToFirstEvent()),
          GenerationJson.millis(row.duration()),
          row.attempts().size());
      if (attempts) {
        row.attempts().forEach(attempt -> attemptRow(table, attempt));
      }
    }
    table.print(out);
    if (rows.isEmpty()) {
      out.println("Nothing was served yet.");
    }
  }

  private static String outcome(GenerationRow row) {
    String word = String.valueOf(GenerationJson.word(row.outcome()));
    return row.failureKind() == null
        ? word
        : word + " (" + GenerationJson.word(row.failureKind()) + ")";
  }

  private static void attemptRow(Table table, AttemptRow attempt) {
    String status = attempt.upstreamStatus() == null ? "" : " " + attempt.upstreamStatus();
    table.row(
        "  attempt " + attempt.number(),
        attempt.startedAt().toString().substring(0, 19),
        attempt.model(),
        attempt.endpoint(),
        attempt.failureKind() == null
            ? GenerationJson.word(attempt.verdict())
            : GenerationJson.word(attempt.failureKind()) + status,
        "",
        "",
        "",
        GenerationJson.millis(attempt.timeToFirstEvent()),
        GenerationJson.millis(attempt.duration()),
        "");
  }
}
