package cambio.server.store;

import cambio.server.config.DataSettings;
import java.nio.file.Files;

/**
 * What a router's spool holds, for who looks from outside.
 *
 * @param waiting generations that are not in the database yet
 * @param rejected generations that the database refused
 */
public record SpoolCheck(long waiting, long rejected) {

  /** Looks; a spool that does not exist is empty. */
  public static SpoolCheck of(DataSettings data) {
    if (data.postgres() == null || !Files.exists(data.spool())) {
      return new SpoolCheck(0, 0);
    }
    try (Spool spool = new Spool(data.spool(), data.spoolBytes())) {
      return new SpoolCheck(spool.pending(), spool.rejected());
    }
  }
}
