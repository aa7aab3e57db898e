package cambio.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryContentStoreTest extends ContentStoreContract {

  @Override
  ContentStore open() {
    return new MemoryContentStore(10_000_000, clock);
  }

  @Test
  void whatWasUsedLongestAgoMakesRoom() {
    MemoryContentStore small = new MemoryContentStore(3 * (100 + 256), clock);
    for (String key : new String[] {"a", "b", "c"}) {
      await(small.put(ACME, key, new byte[100], HOUR));
    }
    assertThat(await(small.get(ACME, "a"))).isNotNull();
    await(small.put(ACME, "d", new byte[100], HOUR));
    assertThat(await(small.get(ACME, "b"))).isNull();
    assertThat(await(small.get(ACME, "a"))).isNotNull();
    assertThat(await(small.get(ACME, "d"))).isNotNull();
    await(small.put(ACME, "a", new byte[10_000], HOUR));
    assertThat(await(small.get(ACME, "a"))).isNull();
    assertThat(await(small.get(ACME, "d"))).isNotNull();
  }
}
