package cambio.server.config;

import java.nio.file.Path;

/**
 * Where state is kept.
 *
 * @param directory made at start where it does not exist, readable by its owner only
 */
public record DataSettings(Path directory) {

  /** The SQLite file of generations. */
  public Path database() {
    return directory.resolve("cambio.db");
  }

  /** Keys that {@code cambio keys create} adds; watched like {@code cambio.yaml}. */
  public Path keys() {
    return directory.resolve("keys.yaml");
  }

  /** The local key that is made where nobody configured one. */
  public Path localKey() {
    return directory.resolve("local.key");
  }
}
