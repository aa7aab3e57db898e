package cambio.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.ledger.FeePolicy;
import cambio.server.admin.GenerationRecords;
import cambio.server.config.DataSettings;
import cambio.server.store.GenerationStore;
import cambio.server.store.JdbcGenerationStore;
import cambio.server.store.StoredGenerationLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandsTest {

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private CommandLineFixture cambio;

  @BeforeEach
  void start() {
    cambio = new CommandLineFixture(directory);
  }

  private void serveOnce() throws Exception {
    try (GenerationStore store = JdbcGenerationStore.open(new DataSettings(directory))) {
      new StoredGenerationLog(store, "default", FeePolicy.NONE)
          .append(GenerationRecords.answered("acme/large", "acme"))
          .toCompletableFuture()
          .get(120, TimeUnit.SECONDS);
    }
  }

  @Test
  void creditIsAddedOnceAKeyAndTheFeeIsTakenOfIt() throws Exception {
    Files.writeString(
        directory.resolve("cambio.yaml"),
        "version: 1\nmoney: {credits: required, fee: {on: purchase, percent: 5}}\n");
    String config = directory.resolve("cambio.yaml").toString();
    CommandLineFixture.Result first =
        cambio.run("credits", "add", "10", "--idempotency-key", "k1", "--config", config);
    assertThat(first.err()).isEmpty();
    assertThat(first.out()).contains("Entry 1: 9.5 USD", "fee of 0.5 USD", "Balance: 9.5 USD");
    assertThat(
            cambio.run("credits", "add", "10", "--idempotency-key", "k1", "--config", config).out())
        .contains("Entry 1:", "Balance: 9.5 USD");
    CommandLineFixture.Result other =
        cambio.run("credits", "add", "11", "--idempotency-key", "k1", "--config", config);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("idempotency_key");
    assertThat(cambio.run("ledger", "balance", "--config", config).out()).contains("9.5");
  }

  @Test
  void whatIsNoAmountAddsNothing() {
    for (String amount : new String[] {"0", "1e9", "0.0000000001", "x", "1000000000", "1,5"}) {
      CommandLineFixture.Result result = cambio.run("credits", "add", amount);
      assertThat(result.code()).as(amount).isEqualTo(1);
      assertThat(result.err()).as(amount).contains("amount_usd");
    }
    assertThat(cambio.run("ledger", "entries").out()).doesNotContain("credit");
  }

  @Test
  void aGenerationIsRefundedOnceAndNeverMoreThanItCost() throws Exception {
    serveOnce();
    CommandLineFixture.Result more = cambio.run("ledger", "refund", "gen_1", "--amount", "0.01");
    assertThat(more.code()).isEqualTo(1);
    assertThat(more.err()).contains("amount_usd", "at most 0.000000042");
    assertThat(cambio.run("ledger", "refund", "gen_0").err()).contains("no charge", "gen_0");
    assertThat(cambio.run("ledger", "refund", "gen_1").out())
        .contains("Entry 2: 0.000000042 USD", "Balance: 0 USD");
    assertThat(cambio.run("ledger", "refund", "gen_1").out())
        .contains("Entry 2: 0.000000042 USD", "Balance: 0 USD");
    CommandLineFixture.Result other =
        cambio.run("ledger", "refund", "gen_1", "--amount", "0.000000001");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("idempotency_key");
    assertThat(cambio.run("ledger", "verify").code()).isZero();
  }

  @Test
  void aBalanceIsCorrectedUpAndDownWithAReason() {
    assertThat(cambio.run("ledger", "adjust", "--by", "2.5").code()).isNotZero();
    CommandLineFixture.Result silent = cambio.run("ledger", "adjust", "--by", "2.5", "--note", " ");
    assertThat(silent.err()).contains("note is empty");
    for (String change : new String[] {"0", "-0", "--1", "1e3", "-0.0000000001", "+", ""}) {
      assertThat(cambio.run("ledger", "adjust", "--by=" + change, "--note", "why").err())
          .as(change)
          .contains("change_usd");
    }
    String[] down = {"ledger", "adjust", "--by", "-0.75", "--note", "a slip", "--organization"};
    assertThat(cambio.run(with(down, "acme", "--idempotency-key", "a")).out())
        .contains("Entry 1: -0.75 USD of credit for acme", "Balance: -0.75 USD");
    assertThat(cambio.run(with(down, "acme", "--idempotency-key", "a")).out())
        .contains("Entry 1:", "Balance: -0.75 USD");
    assertThat(
            cambio
                .run("ledger", "adjust", "--by", "1", "--note", "back", "--organization", "acme")
                .out())
        .contains("Entry 2: 1 USD", "Balance: 0.25 USD");
    assertThat(cambio.run("ledger", "entries").out()).contains("adjustment");
    assertThat(cambio.run("ledger", "verify").code()).isZero();
  }

  private static String[] with(String[] first, String... more) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void theBookIsProvedAndAForgeryIsFound() throws Exception {
    assertThat(cambio.run("ledger", "verify").err()).contains("There is no");
    serveOnce();
    CommandLineFixture.Result sound = cambio.run("ledger", "verify");
    assertThat(sound.code()).isZero();
    assertThat(sound.out())
        .contains("entries      1", "generations  1", "usage -0.000000042", "sound");
    assertThat(cambio.run("ledger", "entries", "--json").out())
        .contains("\"id\" : \"gen_1\"", "\"amount_usd\" : \"0.000000042\"");
    assertThat(cambio.run("ledger", "entries").out()).contains("generation", "gen_1");

    // As somebody with the file and a tool would do it.
    try (Connection file =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("cambio.db"));
        Statement statement = file.createStatement()) {
      statement.execute("drop trigger ledger_entry_no_update");
      statement.execute("update ledger_entry set credit = credit / 2, usage = usage / 2");
    }
    CommandLineFixture.Result forged = cambio.run("ledger", "verify");
    assertThat(forged.code()).isEqualTo(1);
    assertThat(forged.out()).contains("FINDING", "changed");
  }

  @Test
  void aHeadThatWasKeptElsewhereProvesThatNothingWasCutOff() throws Exception {
    serveOnce();
    String head =
        cambio.run("ledger", "verify").out().replaceAll("(?s).*head\\s+([0-9a-f]{64}).*", "$1");
    assertThat(cambio.run("ledger", "verify", "--head", head).code()).isZero();
    assertThat(cambio.run("ledger", "verify", "--head", "0".repeat(64)).code()).isEqualTo(1);
  }
}
