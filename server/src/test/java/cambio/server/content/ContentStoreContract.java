package cambio.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of content owes its users. */
abstract class ContentStoreContract {

  static final Tenant ACME = new Tenant("acme", "main");
  static final Duration HOUR = Duration.ofHours(1);

  Instant now = Instant.parse("2026-01-02T03:04:05Z");
  final InstantSource clock = () -> now;
  private @Nullable ContentStore opened;

  /** An empty store by {@link #clock}. */
  abstract ContentStore open() throws Exception;

  @BeforeEach
  void begin() throws Exception {
    opened = open();
  }

  @AfterEach
  void end() {
    store().close();
  }

  final ContentStore store() {
    return java.util.Objects.requireNonNull(opened);
  }

  @Test
  void whatWasPutIsThere() {
    put(ACME, "k", "one");
    assertThat(get(ACME, "k")).isEqualTo("one");
    assertThat(get(ACME, "other")).isNull();
  }

  @Test
  void laterContentTakesThePlaceOfEarlier() {
    put(ACME, "k", "one");
    put(ACME, "k", "two");
    assertThat(get(ACME, "k")).isEqualTo("two");
  }

  @Test
  void contentMayBeEmptyOrAnyBytes() {
    put(ACME, "empty", "");
    assertThat(get(ACME, "empty")).isEmpty();
    byte[] bytes = new byte[70_000];
    new java.util.Random(1).nextBytes(bytes);
    await(store().put(ACME, "bytes", bytes, HOUR));
    assertThat(await(store().get(ACME, "bytes"))).isEqualTo(bytes);
  }

  @Test
  void removedContentIsGone() {
    put(ACME, "k", "one");
    await(store().remove(ACME, "k"));
    await(store().remove(ACME, "never"));
    assertThat(get(ACME, "k")).isNull();
  }

  @Test
  void tenantsAreApart() {
    // Parts that could be taken for one another where they are only joined.
    Tenant[] tenants = {
      ACME, new Tenant("acme", "other"), new Tenant("acme/main", ""), new Tenant("acm", "e/main")
    };
    for (Tenant tenant : tenants) {
      put(tenant, "k", tenant.toString());
    }
    await(store().remove(tenants[3], "k"));
    for (Tenant tenant : new Tenant[] {tenants[0], tenants[1], tenants[2]}) {
      assertThat(get(tenant, "k")).isEqualTo(tenant.toString());
    }
    assertThat(get(tenants[3], "k")).isNull();
  }

  @Test
  void contentIsGoneAfterItsTime() {
    put(ACME, "k", "one");
    now = now.plus(HOUR).minusMillis(1);
    assertThat(get(ACME, "k")).isEqualTo("one");
    now = now.plusMillis(1);
    assertThat(get(ACME, "k")).isNull();
    put(ACME, "k", "two");
    assertThat(get(ACME, "k")).isEqualTo("two");
  }

  @Test
  void contentOverTheLimitIsNotKept() {
    put(ACME, "k", "one");
    await(store().put(ACME, "k", new byte[ContentStore.MOST_BYTES + 1], HOUR));
    assertThat(get(ACME, "k")).isNull();
  }

  final void put(Tenant tenant, String key, String text) {
    await(store().put(tenant, key, text.getBytes(StandardCharsets.UTF_8), HOUR));
  }

  final @Nullable String get(Tenant tenant, String key) {
    byte[] content = await(store().get(tenant, key));
    return content == null ? null : new String(content, StandardCharsets.UTF_8);
  }

  static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
