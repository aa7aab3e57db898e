package cambio.server.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedContentStoreTest extends ContentStoreContract {

  private final java.util.random.RandomGenerator random = new java.util.Random(7);
  private final ContentKey key = ContentKey.random(random);
  private final Spied spied = new Spied();

  /** A store whose bytes a thief has. */
  private final class Spied implements ContentStore {
    final MemoryContentStore memory = new MemoryContentStore(100_000_000, clock);
    final Map<String, byte[]> seen = new HashMap<>();

    @Override
    public CompletionStage<@Nullable Void> put(
        Tenant tenant, String name, byte[] content, Duration ttl) {
      seen.put(name, content);
      return memory.put(tenant, name, content, ttl);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Tenant tenant, String name) {
      return memory.get(tenant, name);
    }

    @Override
    public CompletionStage<@Nullable Void> remove(Tenant tenant, String name) {
      return memory.remove(tenant, name);
    }
  }

  @Override
  ContentStore open() {
    return new SealedContentStore(spied, key, random);
  }

  @Test
  void thiefReadsNeitherContentNorKeys() {
    put(ACME, "reasoning:call_1", "the secret thought");
    put(ACME, "reasoning:call_2", "the secret thought");
    assertThat(spied.seen.keySet()).noneMatch(name -> name.contains("call_"));
    assertThat(spied.seen.values())
        .noneMatch(b -> new String(b, StandardCharsets.ISO_8859_1).contains("secret"));
    assertThat(spied.seen.values().stream().distinct()).hasSize(2);
  }

  @Test
  void whatWasTouchedOrMovedDoesNotOpen() {
    put(ACME, "a", "one");
    String name = spied.seen.keySet().iterator().next();
    byte[] whole = spied.seen.values().iterator().next();
    put(ACME, "b", "two");
    for (String other : spied.seen.keySet()) {
      await(spied.memory.put(ACME, other, whole, HOUR));
    }
    assertThat(get(ACME, "a")).isEqualTo("one");
    assertThat(get(ACME, "b")).as("moved").isNull();
    for (int at = 0; at < whole.length; at++) {
      byte[] touched = whole.clone();
      touched[at] ^= 1;
      await(spied.memory.put(ACME, name, touched, HOUR));
      assertThat(get(ACME, "a")).as("byte %s", at).isNull();
    }
    await(spied.memory.put(ACME, name, new byte[5], HOUR));
    assertThat(get(ACME, "a")).isNull();
  }

  @Test
  void anotherKeyOpensNothing() {
    put(ACME, "a", "one");
    ContentStore other = new SealedContentStore(spied, ContentKey.random(random), random);
    assertThat(await(other.get(ACME, "a"))).isNull();
    assertThat(key.toString()).doesNotContain(key.toBase64());
  }

  @Test
  void keyFileIsMadeOnceForItsOwnerOnly(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("data/content.key");
    ContentKey made = ContentKeyFile.obtain(file, random);
    assertThat(ContentKeyFile.obtain(file, random).toBase64()).isEqualTo(made.toBase64());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.writeString(file, "c2hvcnQ=");
    assertThatThrownBy(() -> ContentKeyFile.obtain(file, random))
        .hasMessageContaining("base64 of 32 bytes")
        .hasMessageNotContaining("c2hvcnQ");
  }

  @Test
  void nothingIsKeptWithoutRetention() {
    var anonymous = cambio.router.plan.Principal.anonymous();
    assertThat(Tenant.keeping(anonymous, true)).isNull();
    assertThat(Tenant.keeping(anonymous, false)).isEqualTo(new Tenant("default", "default"));
  }
}
