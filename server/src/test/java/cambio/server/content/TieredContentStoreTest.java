package cambio.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TieredContentStoreTest extends ContentStoreContract {

  private final MemoryContentStore lasting = new MemoryContentStore(10_000_000, clock);

  @Override
  ContentStore open() {
    return new TieredContentStore(new MemoryContentStore(10_000_000, clock), lasting, clock);
  }

  @Test
  void whatAnotherRouterKeptIsFound() {
    ContentStore another =
        new TieredContentStore(new MemoryContentStore(1_000, clock), lasting, clock);
    await(another.put(ACME, "k", new byte[] {1}, HOUR));
    assertThat(await(store().get(ACME, "k"))).containsExactly(1);
    await(another.remove(ACME, "k"));
    now = now.plus(java.time.Duration.ofMinutes(5));
    assertThat(await(store().get(ACME, "k"))).isNull();
  }
}
