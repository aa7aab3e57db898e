package cambio.server.cli;

import cambio.router.ledger.Account;
import cambio.router.ledger.LedgerAudit;
import cambio.router.money.Money;
import cambio.server.config.DataSettings;
import cambio.server.store.SpoolCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Recomputes the whole book. Exits with 1 where anything is wrong. */
@Command(
    name = "verify",
    description =
        "Recompute every balance and every invariant from the entries. Exits with 1 on a finding.",
    mixinStandardHelpOptions = true)
final class LedgerVerifyCommand implements Callable<Integer> {

  @Mixin private final ConfigOption config;
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description = "The last hash as it was kept elsewhere; another one is a finding.")
  private @Nullable String head;

  @Option(
      names = "--each-line",
      description =
          "Verify again for every line of standard input, until it ends; for whoever watches.")
  private boolean eachLine;

  LedgerVerifyCommand(CommandContext context) {
    this.config = new ConfigOption(context);
  }

  @Override
  public Integer call() throws IOException {
    DataSettings data = config.read().data();
    try (OpenBooks books = OpenBooks.open(data, false)) {
      boolean sound = verify(data, books);
      if (eachLine) {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
          sound &= verify(data, books);
        }
      }
      return sound ? 0 : 1;
    }
  }

  private boolean verify(DataSettings data, OpenBooks books) {
    PrintWriter out = Output.of(spec);
    SpoolCheck spool = SpoolCheck.of(data);
    LedgerAudit.Report report = books.ledger().verify();
    long findings = report.findings().size();
    out.println("entries      " + report.entries() + ", numbered without a gap, chained by hash");
    out.println("generations  " + report.generations() + ", each debited once what it cost");
    out.println("sums         postings of each entry, of each account, of each subject and day");
    accounts(report, out);
    out.println("head         " + report.head());
    if (spool.waiting() > 0) {
      out.println("spool        " + spool.waiting() + " generations wait for the database");
    }
    if (spool.rejected() > 0) {
      findings++;
      out.println("FINDING      " + spool.rejected() + " generations of the spool were refused");
    }
    if (head != null && !head.equals(report.head())) {
      findings++;
      out.println("FINDING      the last hash is not " + head);
    }
    report.findings().forEach(finding -> out.println("FINDING      " + finding));
    out.println(findings == 0 ? "The ledger is sound." : "The ledger has findings: " + findings);
    out.flush();
    return findings == 0;
  }

  private static void accounts(LedgerAudit.Report report, PrintWriter out) {
    Map<Account, Money> totals = new TreeMap<>();
    report
        .accounts()
        .values()
        .forEach(of -> of.forEach((account, sum) -> totals.merge(account, sum, Money::plus)));
    totals.forEach((account, sum) -> out.println("  " + GenerationJson.word(account) + " " + sum));
  }
}
