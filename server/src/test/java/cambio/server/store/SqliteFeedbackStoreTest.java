package cambio.server.store;

import cambio.server.config.DataSettings;
import java.nio.file.Path;

class SqliteFeedbackStoreTest extends FeedbackStoreContract {

  @Override
  DataSettings settings(Path dataDirectory) {
    return new DataSettings(dataDirectory);
  }
}
