package cambio.server.quota;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

class MemoryPaceTest extends PaceContract {

  private Instant now = instant(START);
  private final List<QuotaStore> store = List.of(new MemoryQuotaStore(() -> now));

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  @Override
  List<QuotaStore> stores() {
    return store;
  }

  @Override
  void clock(String root, long micros) {
    now = instant(micros);
  }
}
