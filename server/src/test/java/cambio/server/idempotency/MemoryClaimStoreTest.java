package cambio.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MemoryClaimStoreTest extends ClaimStoreContract {

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final ClaimStore store = new MemoryClaimStore(1 << 20, () -> now);

  @Override
  ClaimStore store() {
    return store;
  }

  @Override
  void pass(Duration time) {
    now = now.plus(time);
  }

  private static ClaimRequest request(String name, String generation) {
    return new ClaimRequest(name, "d", generation, LONG, DAY);
  }

  @Test
  void whereItIsFullTheOldestAnswersGoAndTheirKeysStay() {
    ClaimStore small = new MemoryClaimStore(4_000, () -> now);
    for (int i = 0; i < 3; i++) {
      small.claim(request("k" + i, "g" + i), null);
      small.keep(request("k" + i, "g" + i), new byte[1_000]);
    }
    assertThat(kept(small, "k0")).isEmpty();
    assertThat(kept(small, "k1")).hasSize(1_000);
    assertThat(kept(small, "k2")).hasSize(1_000);
  }

  @Test
  void whereThereIsRoomForNoMoreKeysNoneIsTaken() {
    ClaimStore small = new MemoryClaimStore(2_000, () -> now);
    for (int i = 0; i < 3; i++) {
      assertThat(small.claim(request("k" + i, "g" + i), null)).isCompleted();
    }
    assertThat(small.claim(request("k3", "g3"), null).toCompletableFuture())
        .isCompletedExceptionally();
    pass(DAY);
    assertThat(small.claim(request("k3", "g3"), null)).isCompleted();
  }

  private static byte[] kept(ClaimStore store, String name) {
    Claim claim = store.claim(request(name, "new"), null).toCompletableFuture().join();
    assertThat(claim).isInstanceOf(Claim.Kept.class);
    return ((Claim.Kept) claim).answer();
  }
}
