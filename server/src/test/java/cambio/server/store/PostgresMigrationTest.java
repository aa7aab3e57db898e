package cambio.server.store;

import cambio.server.config.DataSettings;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

@ExtendWith(PostgresExtension.class)
@SuppressWarnings("NullAway.Init")
class PostgresMigrationTest extends MigrationContract {

  private final PostgresServer server;

  PostgresMigrationTest(PostgresServer server) {
    this.server = server;
  }

  @Override
  DataSettings settings(Path dataDirectory) throws Exception {
    return server.newDatabase(dataDirectory);
  }

  @Override
  DataSource source(DataSettings settings) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    String url = Objects.requireNonNull(settings.postgres()).url().reveal();
    source.setUrl(url.replace("postgres://cambio@", "jdbc:postgresql://"));
    source.setUser("cambio");
    return source;
  }

  @Override
  String folder() {
    return "postgresql";
  }
}
