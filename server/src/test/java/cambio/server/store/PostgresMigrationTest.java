package cambio.server.store;

import cambio.server.config.DataSettings;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.ds.PGSimpleDataSource;

@SuppressWarnings("NullAway.Init")
class PostgresMigrationTest extends MigrationContract {

  private static PostgresServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
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
