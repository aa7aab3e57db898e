package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.money.Money;
import cambio.router.quota.Scope;
import cambio.server.Await;
import cambio.server.config.DataSettings;
import cambio.server.config.PostgresSettings;
import cambio.server.ledger.Failpoints;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a router does with a PostgreSQL server that is away when it starts, or has no connection
 * left.
 */
@ExtendWith(PostgresExtension.class)
@SuppressWarnings("NullAway.Init")
class PostgresOutageTest {

  private final PostgresServer server;

  @TempDir Path directory;
  private DataSettings settings;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** A router's books over a database that may be away. */
  PostgresOutageTest(PostgresServer server) {
    this.server = server;
  }

  private record Books(Database database, JdbcGenerationStore store, JdbcLedger ledger) {}

  @BeforeEach
  void newDatabase() throws Exception {
    settings = server.newDatabase(directory, Duration.ofSeconds(2));
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private Books open() {
    Database database = Database.follow(settings);
    opened.push(database);
    JdbcGenerationStore store = JdbcGenerationStore.of(database, settings, Failpoints.none());
    opened.push(store);
    return new Books(database, store, new JdbcLedger(database, () -> store.backlog().spooled()));
  }

  private static void append(Books books, int from, int until) throws Exception {
    List<CompletableFuture<@Nullable Void>> written = new ArrayList<>();
    for (int i = from; i < until; i++) {
      written.add(books.store.append(GenerationRows.costing(i, 7, true)).toCompletableFuture());
    }
    CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
  }

  private static void assertAway(Books books) {
    assertThatThrownBy(() -> books.store.find("gen_x"))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.UNAVAILABLE);
              assertThat(e.failure().retryAfter()).isEqualTo(Duration.ofSeconds(1));
            });
    assertThat(books.store.accepting()).isTrue();
    assertThat(books.store.trouble()).isNull();
  }

  private static void awaitDrained(Books books) {
    Await.until("an empty spool", () -> books.store.backlog().spooled() == 0);
  }

  private static void assertAllThere(Books books, int generations) {
    awaitDrained(books);
    Await.until("a database without trouble", () -> books.database.trouble() == null);
    Await.until("the sum of all", () -> known(books, generations));
    assertThat(books.ledger.verify().findings()).isEmpty();
  }

  /** Sums are told once no other router can have a spool to bring in. */
  private static boolean known(Books books, int generations) {
    try {
      Money spent =
          books.ledger.spent(Scope.ORGANIZATION, "acme", GenerationRows.START.minusSeconds(86_400));
      return spent.equals(new Money(generations * 7L));
    } catch (FailureException e) {
      return false;
    }
  }

  @Test
  void aServerThatIsAwayAtTheStartIsMigratedWhenItComes() throws Exception {
    server.kill();
    Books books;
    try {
      books = open();
      assertAway(books);
      append(books, 0, 10);
      assertThat(books.store.backlog().spooled()).isEqualTo(10);
    } finally {
      server.restart();
    }
    assertAllThere(books, 10);
    append(books, 10, 12);
    assertAllThere(books, 12);
  }

  @Test
  void aServerThatIsThereAndWrongIsToldAtOnce() {
    PostgresSettings right = Objects.requireNonNull(settings.postgres());
    String absent = right.url().reveal() + "_absent";
    PostgresSettings wrong =
        new PostgresSettings(cambio.spi.Secret.of(absent), 4, Duration.ofMinutes(1));
    assertThatThrownBy(() -> Database.follow(new DataSettings(directory, wrong, 1 << 20)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("check data.postgres");
  }

  @Test
  void aServerWithoutAConnectionLeftCountsAsAway() throws Exception {
    Books early = open();
    append(early, 0, 5);
    awaitDrained(early);
    Deque<Connection> taken = new ArrayDeque<>();
    try {
      takeAll(taken);
      append(early, 5, 10);
      assertThat(early.store.backlog().spooled()).isEqualTo(5);
      assertThatThrownBy(() -> early.ledger.spent(Scope.ORGANIZATION, "acme", GenerationRows.START))
          .isInstanceOf(FailureException.class);
      Await.until("a database that is away", () -> early.database.presence().isZero());
      assertAway(early);
    } finally {
      giveBack(taken);
    }
    assertAllThere(early, 10);
  }

  @Test
  void aRouterStartsWhereNoConnectionIsLeft() throws Exception {
    Deque<Connection> taken = new ArrayDeque<>();
    Books late;
    try {
      takeAll(taken);
      late = open();
      assertAway(late);
      append(late, 0, 5);
      assertThat(late.store.backlog().spooled()).isEqualTo(5);
    } finally {
      giveBack(taken);
    }
    assertAllThere(late, 5);
  }

  /** Ends everybody else's connections and takes each that the server has. */
  private void takeAll(Deque<Connection> taken) throws SQLException {
    String url = Objects.requireNonNull(settings.postgres()).url().reveal();
    String jdbc = "jdbc:" + url.replace("postgres://cambio@", "postgresql://") + "?user=cambio";
    taken.push(DriverManager.getConnection(jdbc));
    boolean full = false;
    while (!full) {
      try (Statement end = taken.getLast().createStatement()) {
        end.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cambio'");
      }
      full = fill(jdbc, taken);
    }
  }

  /** Whether nobody else has one: then as many were taken as there are. */
  private static boolean fill(String jdbc, Deque<Connection> taken) throws SQLException {
    int most =
        number(
            taken.getLast(), "select setting::int from pg_settings where name = 'max_connections'");
    try {
      while (true) {
        taken.push(DriverManager.getConnection(jdbc));
      }
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("53300");
      return taken.size() == most;
    }
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void giveBack(Deque<Connection> taken) throws SQLException {
    while (!taken.isEmpty()) {
      taken.pop().close();
    }
  }
}
