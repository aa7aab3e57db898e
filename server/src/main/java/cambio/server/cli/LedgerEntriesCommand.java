package cambio.server.cli;

import cambio.router.ledger.EntryKind;
import cambio.router.ledger.LedgerEntry;
import cambio.router.ledger.Posting;
import cambio.router.ledger.Spender;
import cambio.server.ledger.LedgerQuery;
import cambio.server.ledger.RecordedEntry;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists entries. */
@Command(
    name = "entries",
    description = "List entries with their postings, newest first.",
    mixinStandardHelpOptions = true)
final class LedgerEntriesCommand implements Callable<Integer> {

  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Option(names = "--organization", paramLabel = "ID", description = "Only this organisation's.")
  private @Nullable String organization;

  @Option(names = "--generation", paramLabel = "ID", description = "Only what settles this one.")
  private @Nullable String generation;

  @Option(names = "--kind", description = "One of: ${COMPLETION-CANDIDATES}.")
  private @Nullable EntryKind kind;

  @Option(names = "--limit", defaultValue = "20", description = "At most so many (1 to 1000).")
  private int limit = 20;

  @Option(names = "--before", paramLabel = "NUMBER", description = "Only older ones.")
  private long before;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  LedgerEntriesCommand(CommandContext context) {
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() {
    PrintWriter out = Output.of(spec);
    if (limit < 1 || limit > LedgerQuery.LIMIT_MAX) {
      throw new CommandFailure("--limit: " + limit + " (expected: 1..1000)");
    }
    List<RecordedEntry> entries;
    try (OpenBooks books = OpenBooks.open(config.read().data(), false)) {
      entries =
          books
              .ledger()
              .entries(new LedgerQuery(organization, null, null, generation, kind, before, limit));
    }
    if (json) {
      JsonOutput.print(out, entries.stream().map(LedgerEntriesCommand::json).toList());
    } else {
      print(entries, out);
    }
    out.flush();
    return 0;
  }

  private static void print(List<RecordedEntry> entries, PrintWriter out) {
    Table table = new Table("NUMBER", "TIME", "ORGANIZATION", "KIND", "ID", "POSTINGS USD");
    for (RecordedEntry recorded : entries) {
      LedgerEntry entry = recorded.entry();
      table.row(
          recorded.sequence(),
          entry.at().toString().substring(0, 19),
          entry.organization(),
          GenerationJson.word(entry.kind()),
          entry.id(),
          entry.postings().stream()
              .map(line -> GenerationJson.word(line.account()) + " " + line.amount())
              .collect(Collectors.joining(", ")));
    }
    table.print(out);
  }

  private static Map<String, @Nullable Object> json(RecordedEntry recorded) {
    LedgerEntry entry = recorded.entry();
    Spender spender = entry.spender();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("sequence", recorded.sequence());
    json.put("id", entry.id());
    json.put("created_at", entry.at().toString());
    json.put("kind", GenerationJson.word(entry.kind()));
    json.put("organization", entry.organization());
    json.put("workspace", spender == null ? null : spender.workspace());
    json.put("key_id", spender == null ? null : spender.keyId());
    json.put("end_user", spender == null ? null : spender.endUser());
    json.put("model", spender == null ? null : spender.model());
    json.put("idempotency_key", entry.idempotencyKey());
    json.put("note", entry.note());
    json.put("hash", recorded.hash());
    json.put("postings", entry.postings().stream().map(LedgerEntriesCommand::posting).toList());
    return json;
  }

  private static Map<String, @Nullable Object> posting(Posting posting) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("account", GenerationJson.word(posting.account()));
    json.put("amount_usd", posting.amount().toString());
    return json;
  }
}
