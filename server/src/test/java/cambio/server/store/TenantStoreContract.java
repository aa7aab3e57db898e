package cambio.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.money.Money;
import cambio.router.quota.ResetInterval;
import cambio.server.tenant.ApiKey;
import cambio.server.tenant.Budget;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeyQuery;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.KeyStanding;
import cambio.server.tenant.Member;
import cambio.server.tenant.MemberRole;
import cambio.server.tenant.Organization;
import cambio.server.tenant.RateLimits;
import cambio.server.tenant.StoredKey;
import cambio.server.tenant.TenantRules;
import cambio.server.tenant.TenantStore;
import cambio.server.tenant.TenantStore.Change;
import cambio.server.tenant.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store of tenants must do on either database; a database's test extends it. */
abstract class TenantStoreContract {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.123456Z");
  private static final TenantRules RULES =
      new TenantRules(
          List.of(
              new Budget(ResetInterval.DAILY, Money.parse("0.000000001"), 0.25),
              new Budget(ResetInterval.NEVER, new Money(Long.MAX_VALUE), 1)),
          new RateLimits(1, 1_000_000_000_000L, 3),
          List.of("acme/*", "o'clock/\"x\""),
          List.of("a/b"),
          List.of("p"),
          List.of("q"),
          true,
          true);

  @SuppressWarnings("NullAway.Init")
  private Database database;

  @SuppressWarnings("NullAway.Init")
  private TenantStore store;

  abstract Database open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    database = open();
    store = new JdbcTenantStore(database);
  }

  @AfterEach
  void closeStore() {
    database.close();
  }

  private static StoredKey key(String secret, Instant at, KeySettings settings) {
    String id = ApiKey.hash(secret);
    return new StoredKey(
        id, id, "default", "default", "l", KeyKind.INFERENCE, "", "", settings, at, at, null);
  }

  private void add(StoredKey key) {
    store.write(tenants -> {
      tenants.keys().add(key);
      tenants.changes().note(key.organization(), key.lineage());
      return 0;
    });
  }

  @Test
  void thereIsADefaultOrganisationWithADefaultWorkspace() {
    assertThat(store.<@Nullable Organization>read(t -> t.organizations().find("default")))
        .isNotNull();
    assertThat(store.<@Nullable Workspace>read(t -> t.workspaces().find("default", "default")))
        .isNotNull();
    assertThat(store.<Long>read(t -> t.changes().newest())).isZero();
  }

  @Test
  void whatIsPutComesBackAsItWas() {
    Organization organization =
        new Organization("acme", "Äcme '; drop table api_key; --", true, RULES, NOW, NOW);
    Workspace workspace = new Workspace("acme", "dev", "{{7*7}}", true, RULES, NOW, NOW);
    Member member =
        new Member(
            "acme", "ann@x", "Ann", "a@x", MemberRole.ADMIN, List.of("dev", "x"), RULES, NOW);
    store.write(t -> {
      t.organizations().put(organization);
      t.workspaces().put(workspace);
      t.members().put(member);
      return 0;
    });
    assertThat(store.<@Nullable Organization>read(t -> t.organizations().find("acme")))
        .isEqualTo(organization);
    assertThat(store.<@Nullable Workspace>read(t -> t.workspaces().find("acme", "dev")))
        .isEqualTo(workspace);
    assertThat(store.<@Nullable Member>read(t -> t.members().find("acme", "ann@x")))
        .isEqualTo(member);
    Organization renamed = organization.with("A", false, TenantRules.NONE, NOW.plusSeconds(1));
    store.write(t -> {
      t.organizations().put(renamed);
      return 0;
    });
    assertThat(store.<@Nullable Organization>read(t -> t.organizations().find("acme")))
        .isEqualTo(renamed);
  }

  @Test
  void listsAreInOrderAndTurnPages() {
    store.write(t -> {
      for (String id : List.of("c", "a", "b")) {
        t.organizations().put(new Organization(id, id, false, TenantRules.NONE, NOW, NOW));
        t.workspaces().put(new Workspace("default", id, id, false, TenantRules.NONE, NOW, NOW));
        List<String> in = id.equals("b") ? List.of("default", "c") : List.of("default");
        MemberRole role = id.equals("b") ? MemberRole.ADMIN : MemberRole.MEMBER;
        t.members().put(new Member("default", id, id, "", role, in, TenantRules.NONE, NOW));
      }
      return 0;
    });
    assertThat(store.<List<Organization>>read(t -> t.organizations().list("a", 2)))
        .extracting(Organization::id)
        .containsExactly("b", "c");
    assertThat(store.<List<Workspace>>read(t -> t.workspaces().list("default", "", 9)))
        .extracting(Workspace::id)
        .containsExactly("a", "b", "c", "default");
    assertThat(store.<List<Member>>read(t -> t.members().list("default", null, "a", 9)))
        .extracting(Member::id)
        .containsExactly("b", "c");
    assertThat(store.<List<Member>>read(t -> t.members().list("default", "c", "", 9)))
        .extracting(Member::id)
        .containsExactly("b");
    assertThat(store.<Integer>read(t -> t.members().admins("default"))).isEqualTo(1);
  }

  @Test
  void aDeletedWorkspaceIsGoneButItsIdStaysUsed() {
    store.write(t -> {
      t.workspaces().put(new Workspace("default", "x", "x", false, TenantRules.NONE, NOW, NOW));
      t.workspaces().delete("default", "x", NOW);
      return 0;
    });
    assertThat(store.<@Nullable Workspace>read(t -> t.workspaces().find("default", "x"))).isNull();
    assertThat(store.<List<Workspace>>read(t -> t.workspaces().list("default", "", 9))).hasSize(1);
    assertThat(store.<Boolean>read(t -> t.workspaces().used("default", "x"))).isTrue();
    assertThat(store.<Boolean>read(t -> t.workspaces().used("default", "y"))).isFalse();
  }

  @Test
  void aKeyIsFoundByItsSecretsHashWithAllThatIsAboveIt() {
    KeySettings settings =
        new KeySettings(
            "n",
            false,
            NOW.plusSeconds(9),
            Money.parse("12.345678901"),
            ResetInterval.WEEKLY,
            false,
            List.of("a/*"),
            List.of("p"),
            new RateLimits(1, 2, 3),
            "");
    StoredKey key = key("one", NOW, settings);
    add(key);
    KeyStanding standing =
        Objects.requireNonNull(store.<@Nullable KeyStanding>read(t -> t.keys().standing(key.id())));
    assertThat(standing.key()).isEqualTo(key);
    assertThat(standing.organization().id()).isEqualTo("default");
    assertThat(standing.workspace().id()).isEqualTo("default");
    assertThat(standing.member()).isNull();
    assertThat(standing.deleted()).isFalse();
    assertThat(store.<@Nullable KeyStanding>read(t -> t.keys().standing(ApiKey.hash("two"))))
        .isNull();
  }

  @Test
  void aNewSecretKeepsTheLineageAndTheOldOneHasAnEnd() {
    StoredKey key = key("one", NOW, KeySettings.named("n"));
    add(key);
    StoredKey rotated = key.rotated(ApiKey.hash("two"), "l2", NOW.plusSeconds(1));
    store.write(t -> {
      t.keys().rotate(rotated, key.id(), NOW.plusSeconds(60));
      return 0;
    });
    assertThat(store.<@Nullable StoredKey>read(t -> t.keys().find(key.id()))).isNull();
    assertThat(store.<@Nullable StoredKey>read(t -> t.keys().find(rotated.id())))
        .isEqualTo(rotated);
    assertThat(store.<@Nullable StoredKey>read(t -> t.keys().ofLineage(key.id())))
        .isEqualTo(rotated);
    KeyStanding old =
        Objects.requireNonNull(store.<@Nullable KeyStanding>read(t -> t.keys().standing(key.id())));
    assertThat(old.key()).isEqualTo(rotated);
    assertThat(old.secretUntil()).isEqualTo(NOW.plusSeconds(60));
    store.write(t -> {
      t.keys().delete(key.lineage(), NOW);
      return 0;
    });
    assertThat(store.<@Nullable StoredKey>read(t -> t.keys().find(rotated.id()))).isNull();
    KeyStanding deleted =
        Objects.requireNonNull(
            store.<@Nullable KeyStanding>read(t -> t.keys().standing(rotated.id())));
    assertThat(deleted.deleted()).isTrue();
  }

  @Test
  void keysAreListedNewestFirstWithoutDoublesOrGaps() {
    List<StoredKey> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      // Some of one instant, so that the order needs more than the time.
      StoredKey key = key("k" + i, NOW.plusSeconds(i / 3), KeySettings.named("k" + i));
      made.add(key);
      add(key);
    }
    StoredKey off = key("off", NOW, KeySettings.named("off").switched(true));
    add(off);
    List<StoredKey> seen = new ArrayList<>();
    KeyQuery.Cursor after = null;
    List<StoredKey> page;
    do {
      KeyQuery query = new KeyQuery("default", null, null, null, false, NOW, after, 0, 2);
      page = store.read(t -> t.keys().list(query));
      seen.addAll(page);
      if (!page.isEmpty()) {
        after = new KeyQuery.Cursor(page.getLast().createdAt(), page.getLast().lineage());
      }
    } while (!page.isEmpty());
    assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
    assertThat(seen).isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
    KeyQuery all = new KeyQuery(null, "default", KeyKind.INFERENCE, null, true, NOW, null, 6, 9);
    assertThat(store.<List<StoredKey>>read(t -> t.keys().list(all))).hasSize(2);
    KeyQuery others = new KeyQuery("acme", null, null, null, true, NOW, null, 0, 9);
    assertThat(store.<List<StoredKey>>read(t -> t.keys().list(others))).isEmpty();
  }

  @Test
  void aUseIsNotedAndNeverGoesBack() {
    StoredKey key = key("one", NOW, KeySettings.named("n"));
    add(key);
    store.write(t -> {
      t.keys().used(key.lineage(), NOW.plusSeconds(60));
      t.keys().used(key.lineage(), NOW);
      return 0;
    });
    StoredKey used =
        Objects.requireNonNull(store.<@Nullable StoredKey>read(t -> t.keys().find(key.id())));
    assertThat(used.lastUsedAt()).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void whatThrowsChangesNothing() {
    assertThatThrownBy(() ->
            store.write(t -> {
              t.keys().add(key("one", NOW, KeySettings.named("n")));
              t.changes().note("default", null);
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(store.<Long>read(t -> t.changes().newest())).isZero();
    KeyQuery all = new KeyQuery(null, null, null, null, true, NOW, null, 0, 9);
    assertThat(store.<List<StoredKey>>read(t -> t.keys().list(all))).isEmpty();
  }

  @Test
  void changesOfManyAtOnceAreAllSeenInOrder() throws Exception {
    int writers = 8;
    int each = 10;
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        String name = "w" + w;
        running.add(
            threads.submit(() -> {
              for (int i = 0; i < each; i++) {
                store.write(t -> {
                  t.changes().note(name, null);
                  return 0;
                });
              }
            }));
      }
      // A reader that goes on from the highest number it saw must miss none.
      long seen = 0;
      int count = 0;
      while (count < writers * each) {
        long from = seen;
        List<Change> changes = store.read(t -> t.changes().after(from));
        count += changes.size();
        seen = changes.isEmpty() ? seen : changes.getLast().number();
        if (changes.isEmpty() && running.stream().allMatch(Future::isDone)) {
          long last = seen;
          count += store.<List<Change>>read(t -> t.changes().after(last)).size();
          break;
        }
      }
      for (Future<?> one : running) {
        one.get();
      }
      assertThat(count).isEqualTo(writers * each);
    }
  }
}
