package cambio.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where state is kept.
 *
 * @param directory made at start where it does not exist, readable by its owner only
 * @param postgres the database; null where SQLite in the directory is the database
 * @param spoolBytes how much the spool may hold while PostgreSQL is away, before calls are refused
 */
public record DataSettings(Path directory, @Nullable PostgresSettings postgres, long spoolBytes) {

  /** What the spool may hold where nobody says: some hundred thousand generations. */
  public static final long SPOOL_BYTES = 256L << 20;

  /** Everything in one directory. */
  public DataSettings(Path directory) {
    this(directory, null, SPOOL_BYTES);
  }

  /** The same, with another directory. */
  public DataSettings in(Path otherDirectory) {
    return new DataSettings(otherDirectory, postgres, spoolBytes);
  }

  /** The SQLite file of generations and ledger. */
  public Path database() {
    return directory.resolve("cambio.db");
  }

  /** What waits for PostgreSQL: a SQLite file. */
  public Path spool() {
    return directory.resolve("spool.db");
  }

  /** What the router with this directory is called among those that share its ledger. */
  public Path name() {
    return directory.resolve("router.name");
  }

  /** The key that seals kept content; made at the first start where none is configured. */
  public Path contentKey() {
    return directory.resolve("content.key");
  }

  /** The local key that is made where nobody configured one. */
  public Path localKey() {
    return directory.resolve("local.key");
  }
}
