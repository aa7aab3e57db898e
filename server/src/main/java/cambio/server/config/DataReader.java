package cambio.server.config;

import cambio.catalog.yaml.YamlSection;
import cambio.spi.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code data}. */
final class DataReader {

  private static final long SPOOL_LEAST = 1L << 20;

  private DataReader() {}

  /**
   * The settings.
   *
   * @param root what a relative directory starts from
   * @param directoryDefault where the section names none
   */
  static DataSettings read(YamlSection section, Path root, Path directoryDefault) {
    String written = section.text("directory");
    PostgresSettings postgres = postgres(section);
    long spool =
        section.parsed(
            "spool_max",
            DataSettings.SPOOL_BYTES,
            Quantities.BYTES + ", at least 1MiB",
            text -> {
              long bytes = Quantities.bytes(text);
              if (bytes < SPOOL_LEAST) {
                throw new IllegalArgumentException(text);
              }
              return bytes;
            });
    section.end();
    return new DataSettings(
        written == null ? directoryDefault : root.resolve(written), postgres, spool);
  }

  private static @Nullable PostgresSettings postgres(YamlSection data) {
    YamlSection section = data.section("postgres");
    if (!data.has("postgres")) {
      return null;
    }
    String url = section.text("url", "");
    if (!postgresUrl(url)) {
      // Not shown: it may hold a password.
      section.problem(
          "url",
          "is no PostgreSQL URL (expected: postgres://user:password@host[:port]/database[?options])");
    }
    PostgresSettings settings =
        new PostgresSettings(
            Secret.of(url),
            section.integer("connections", 8, 1, 1_000),
            section.parsed(
                "timeout",
                Duration.ofSeconds(2),
                Quantities.DURATION + ", 250ms to 1m",
                text -> {
                  Duration timeout = Quantities.duration(text);
                  if (timeout.toMillis() < 250 || timeout.toMinutes() >= 1) {
                    throw new IllegalArgumentException(text);
                  }
                  return timeout;
                }));
    section.end();
    return settings;
  }

  private static boolean postgresUrl(String url) {
    try {
      URI uri = URI.create(url);
      boolean scheme = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
      return scheme && uri.getHost() != null && uri.getPath() != null && uri.getPath().length() > 1;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
