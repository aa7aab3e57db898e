package cambio.server.quota;

import java.time.Duration;
import java.time.Instant;

class MemoryQuotaStoreTest extends QuotaStoreContract {

  private Instant now = Instant.parse("2026-11-25T12:00:00Z");

  @Override
  QuotaStore store() {
    return new MemoryQuotaStore(() -> now);
  }

  @Override
  void pass(Duration span) {
    now = now.plus(span);
  }
}
