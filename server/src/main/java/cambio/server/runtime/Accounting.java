package cambio.server.runtime;

import cambio.server.admin.HealthCheck;
import cambio.server.config.ServerConfig;
import cambio.server.execution.GenerationLog;
import cambio.server.ledger.Credits;
import cambio.server.ledger.Failpoints;
import cambio.server.store.Database;
import cambio.server.store.GenerationStore;
import cambio.server.store.JdbcGenerationStore;
import cambio.server.store.JdbcLedger;
import cambio.server.store.StoredGenerationLog;
import cambio.server.surface.GenerationIds;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The records of what was served, and the book of money that is written with them. */
record Accounting(
    GenerationStore generations, GenerationLog log, JdbcLedger ledger, Credits credits)
    implements AutoCloseable {

  /** Opens them over a database, which stays open when they are closed. */
  static Accounting of(
      Database database,
      ServerConfig config,
      GenerationIds ids,
      InstantSource clock,
      Failpoints failpoints) {
    GenerationStore store = JdbcGenerationStore.of(database, config.data(), failpoints);
    JdbcLedger ledger = new JdbcLedger(database, () -> missing(store));
    return new Accounting(
        store,
        new StoredGenerationLog(store, config.server().region(), config.money().fees()),
        ledger,
        new Credits(
            ledger, config.money().fees(), config.money().creditsRequired(), ids::entry, clock));
  }

  /**
   * How much the book certainly lacks: what is spooled, and at least one where nothing is written.
   */
  private static long missing(GenerationStore store) {
    return store.backlog().spooled() + (store.trouble() == null ? 0 : 1);
  }

  /** What waits to be written, where an operator sees it. */
  void register(MetricRegistry metrics) {
    gauge(metrics, "cambio.settlements[state=queued]", GenerationStore.Backlog::queued);
    gauge(metrics, "cambio.settlements[state=spooled]", GenerationStore.Backlog::spooled);
    gauge(metrics, "cambio.settlements[state=rejected]", GenerationStore.Backlog::rejected);
    gauge(metrics, "cambio.settlements[state=lost]", GenerationStore.Backlog::lost);
  }

  private void gauge(
      MetricRegistry metrics, String name, ToLongFunction<GenerationStore.Backlog> count) {
    Gauge<Long> gauge = () -> count.applyAsLong(generations.backlog());
    metrics.registerGauge(name, gauge);
  }

  /** The store is needed; a spool that is in use is worth telling, and no reason to go away. */
  List<HealthCheck> checks() {
    return List.of(
        new HealthCheck("store", true, generations::trouble),
        new HealthCheck("spool", false, this::spooling));
  }

  private @Nullable String spooling() {
    GenerationStore.Backlog backlog = generations.backlog();
    return backlog.spooled() + backlog.rejected() == 0
        ? null
        : backlog.spooled()
            + " settlements wait for the database, "
            + backlog.rejected()
            + " were refused by it";
  }

  @Override
  public void close() {
    generations.close();
  }
}
