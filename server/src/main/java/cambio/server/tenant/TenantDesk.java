package cambio.server.tenant;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the administrations of tenants share: reading, changing so that every router hears of it,
 * ids and the time.
 *
 * @param changed called after every change, before it is answered
 */
record TenantDesk(
    TenantStore store, RandomGenerator random, InstantSource clock, Runnable changed) {

  private static final int ID_BYTES = 6;

  <T> T read(Function<TenantStore.Tenants, T> work) {
    return store.read(work);
  }

  /** Changes something of an organisation. */
  <T> T change(String organization, Function<TenantStore.Tenants, T> work) {
    T result =
        store.write(tenants -> {
          T done = work.apply(tenants);
          tenants.changes().note(organization, null);
          return done;
        });
    changed.run();
    return result;
  }

  String newId(String prefix) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return prefix + HexFormat.of().formatHex(bytes);
  }

  /** As fine as the database keeps it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Revokes the keys of a workspace, or of whom a member was made keys for. */
  static void revoke(
      String organization,
      @Nullable String workspace,
      @Nullable String creator,
      Instant now,
      TenantStore.Tenants tenants) {
    KeyQuery query =
        new KeyQuery(organization, workspace, null, creator, true, now, null, 0, Integer.MAX_VALUE);
    for (StoredKey key : tenants.keys().list(query)) {
      tenants.keys().delete(key.lineage(), now);
    }
  }
}
