package cambio.server.runtime;

import cambio.server.config.ServerConfig;
import cambio.server.content.ContentKey;
import cambio.server.content.ContentKeyFile;
import cambio.server.content.ContentStore;
import cambio.server.content.MemoryContentStore;
import cambio.server.content.SealedContentStore;
import cambio.server.content.TieredContentStore;
import cambio.server.store.Database;
import cambio.server.store.JdbcContentStore;
import cambio.spi.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Opens the store of content that the configuration asks for. */
final class KeptContent {

  private KeptContent() {}

  /**
   * Memory before the database, the latter sealed.
   *
   * @param readers runs what waits for the database
   */
  static ContentStore open(
      ServerConfig config, Database database, Executor readers, InstantSource clock) {
    SecureRandom random = new SecureRandom();
    Secret configured = config.content().key();
    ContentKey key =
        configured == null
            ? ContentKeyFile.obtain(config.data().contentKey(), random)
            : ContentKey.parse(configured.reveal());
    ContentStore lasting =
        new SealedContentStore(new JdbcContentStore(database, readers, clock), key, random);
    return new TieredContentStore(
        new MemoryContentStore(config.content().memory(), clock), lasting, clock);
  }
}
