package cambio.server.store;

import cambio.server.config.PostgresSettings;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;

/** Opens PostgreSQL. A server that does not answer in time counts as away, whatever the step. */
final class PostgresDatabase {

  private static final String PATIENCE_SECONDS = "60";

  private final PostgresSettings settings;
  private final DataSource source;

  /** What reads or changes whole tables may take its time, and so may a busy machine to begin. */
  private final DataSource patient;

  private final String what;

  private PostgresDatabase(PostgresSettings settings) {
    this.settings = settings;
    URI url = URI.create(settings.url().reveal());
    String jdbcUrl = jdbcUrl(url);
    this.source = new DriverSource(driver(jdbcUrl), jdbcUrl, properties(settings, url));
    Properties patience = properties(settings, url);
    patience.remove("socketTimeout");
    patience.setProperty("connectTimeout", PATIENCE_SECONDS);
    patience.setProperty("loginTimeout", PATIENCE_SECONDS);
    this.patient = new DriverSource(driver(jdbcUrl), jdbcUrl, patience);
    this.what = "PostgreSQL at " + url.getHost() + " (check data.postgres, and whether it runs)";
  }

  /** Opens a server that has to be there. */
  static Database open(PostgresSettings settings) {
    PostgresDatabase server = new PostgresDatabase(settings);
    server.migrate();
    return server.database(DatabaseWatch.none());
  }

  /** Opens a server that may be away. */
  static Database follow(PostgresSettings settings) {
    PostgresDatabase server = new PostgresDatabase(settings);
    return server.database(new DatabaseWatch(server::look, server::migrate, server.what));
  }

  private void migrate() {
    Migrations.migrate(patient, Database.Kind.POSTGRESQL, what);
  }

  private void look() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    }
  }

  private Database database(DatabaseWatch watch) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("cambio-postgres");
    config.setDataSource(source);
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(0);
    config.setConnectionTimeout(settings.timeout().toMillis());
    config.setValidationTimeout(Math.max(250, settings.timeout().toMillis() / 2));
    // A pool that could be filled at start need not be full at every moment.
    config.setInitializationFailTimeout(-1);
    return new Database(
        Database.Kind.POSTGRESQL, new HikariDataSource(config), source, patient, watch);
  }

  private static String jdbcUrl(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return "jdbc:postgresql://" + url.getHost() + port + url.getRawPath() + query;
  }

  private static Properties properties(PostgresSettings settings, URI url) {
    // The driver counts in whole seconds.
    String seconds = Long.toString(Math.max(1, settings.timeout().plusMillis(999).toSeconds()));
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "cambio");
    String user = url.getRawUserInfo();
    if (user != null) {
      int colon = user.indexOf(':');
      properties.setProperty("user", decoded(colon < 0 ? user : user.substring(0, colon)));
      if (colon >= 0) {
        properties.setProperty("password", decoded(user.substring(colon + 1)));
      }
    }
    return properties;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Driver driver(String url) {
    try {
      return DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new IllegalStateException("the PostgreSQL driver is missing", e);
    }
  }
}
