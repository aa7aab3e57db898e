package cambio.server.store;

import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables up to date: what both databases understand, and what each has of its own. */
final class Migrations {

  private static final String FOLDER = "classpath:cambio/server/store/migration/";

  private Migrations() {}

  /**
   * Migrates.
   *
   * @param what names the database in an error, and says what to check
   */
  static void migrate(DataSource source, Database.Kind kind, String what) {
    try {
      Flyway.configure()
          .dataSource(source)
          .locations(FOLDER + "common", FOLDER + kind.name().toLowerCase(Locale.ROOT))
          // Each area numbers its own range, so a lower number may well come later.
          .outOfOrder(true)
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new IllegalStateException("the database cannot be opened: " + what, e);
    }
  }
}
