package cambio.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.money.Money;
import cambio.router.plan.Principal;
import cambio.router.quota.BudgetRule;
import cambio.router.quota.Measure;
import cambio.router.quota.ResetInterval;
import cambio.router.quota.Scope;
import cambio.server.store.Database;
import cambio.server.store.JdbcTenantStore;
import cambio.server.tenant.Administrator;
import cambio.server.tenant.ApiKey;
import cambio.server.tenant.Budget;
import cambio.server.tenant.KeyAdmin;
import cambio.server.tenant.KeyDraft;
import cambio.server.tenant.KeyKind;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.Member;
import cambio.server.tenant.MemberRole;
import cambio.server.tenant.NewKey;
import cambio.server.tenant.OrganizationAdmin;
import cambio.server.tenant.RateLimits;
import cambio.server.tenant.StoredKey;
import cambio.server.tenant.TenantRules;
import cambio.server.tenant.TenantStore;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of cambio.yaml and of a real database, as calls present them. */
class KeyAuthenticatorTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String CONFIGURED = "sk-configured";

  @TempDir Path directory;
  private Instant now = NOW;

  @SuppressWarnings("NullAway.Init")
  private Database database;

  @SuppressWarnings("NullAway.Init")
  private Counted store;

  @SuppressWarnings("NullAway.Init")
  private Router here;

  /** A store that counts its reads, and can be taken away. */
  private static final class Counted implements TenantStore {
    private final TenantStore real;
    private final AtomicInteger reads = new AtomicInteger();
    private boolean down;
    private boolean away;

    Counted(TenantStore real) {
      this.real = real;
    }

    @Override
    public <T extends @Nullable Object> T read(Function<Tenants, T> work) {
      if (down) {
        throw new IllegalStateException("down");
      }
      if (away) {
        throw new FailureException(
            Failure.of(FailureKind.UNAVAILABLE, "The database cannot be asked now."));
      }
      reads.incrementAndGet();
      return real.read(work);
    }

    @Override
    public <T extends @Nullable Object> T write(Function<Tenants, T> work) {
      return real.write(work);
    }
  }

  /** One router's view. */
  private final class Router {
    final KeyDirectory directory;
    final KeyAuthenticator authenticator;
    final KeyAdmin keys;
    final OrganizationAdmin organizations;

    Router(KeyRing ring, boolean required, Executor executor) {
      this(ring, required, executor, true);
    }

    Router(KeyRing ring, boolean required, Executor executor, boolean following) {
      KeySource source = new KeySource(() -> ring, store, organization -> null);
      this.directory = new KeyDirectory(source, store, executor);
      if (following) {
        directory.follow();
      }
      this.authenticator = new KeyAuthenticator(source, directory, required, () -> now);
      this.keys = new KeyAdmin(store, new Random(3), () -> now, directory::follow);
      this.organizations =
          new OrganizationAdmin(store, new Random(4), () -> now, directory::follow);
    }

    Caller caller(String key) {
      return joined(authenticator.identify(new Presented("Bearer " + key, null, null)));
    }

    void refuses(@Nullable String authorization, FailureKind kind, String says) {
      assertThatThrownBy(
              () -> joined(authenticator.identify(new Presented(authorization, null, null))))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> {
                assertThat(e.failure().kind()).isEqualTo(kind);
                assertThat(e.failure().message()).contains(says);
                if (authorization != null && authorization.length() > 20) {
                  assertThat(e.failure().message()).doesNotContain(authorization.substring(7));
                }
              });
    }

    void refuses(String key, String says) {
      refuses("Bearer " + key, FailureKind.AUTHENTICATION, says);
    }

    NewKey create(KeySettings settings) {
      return keys.create(
          Administrator.OPERATOR, new KeyDraft(null, null, KeyKind.INFERENCE, "", "", settings));
    }
  }

  private static Caller joined(CompletableFuture<Caller> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @BeforeEach
  void open() {
    database = Database.sqlite(directory.resolve("cambio.db"));
    store = new Counted(new JdbcTenantStore(database));
    here = router(true);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Router router(boolean required) {
    return new Router(ring(KeySettings.named("ci")), required, Runnable::run);
  }

  private static KeyRing ring(KeySettings settings) {
    return new KeyRing(
        List.of(
            ConfiguredKeys.key(
                ApiKey.hash(CONFIGURED), "acme", "dev", KeyKind.INFERENCE, settings)));
  }

  @Test
  void aKeyHasItsFormAndHash() {
    String key = ApiKey.make(new Random(1));
    assertThat(key).matches("sk-cambio-v1-[0-9a-f]{64}");
    assertThat(ApiKey.isKey(key)).isTrue();
    assertThat(ApiKey.isKey(key + "0")).isFalse();
    assertThat(ApiKey.label(key)).hasSize(22).startsWith("sk-cambio-v1-");
    assertThat(ApiKey.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(ApiKey.isHash(ApiKey.hash("abc"))).isTrue();
    assertThat(ApiKey.isHash(ApiKey.hash("abc").toUpperCase(java.util.Locale.ROOT))).isFalse();
  }

  @Test
  void aConfiguredKeyIsItsPrincipal() {
    Principal principal = here.caller(CONFIGURED).principal();
    assertThat(principal.organization()).isEqualTo("acme");
    assertThat(principal.workspace()).isEqualTo("dev");
    assertThat(principal.keyId()).isEqualTo(ApiKey.hash(CONFIGURED));
    assertThat(
            joined(here.authenticator.identify(new Presented(null, CONFIGURED, null))).principal())
        .isEqualTo(principal);
    assertThat(
            joined(
                    here.authenticator.identify(
                        new Presented("bearer  " + CONFIGURED + " ", null, null)))
                .principal())
        .isEqualTo(principal);
  }

  @Test
  void everythingElseIsRefusedWithWhatToDo() {
    here.refuses(null, FailureKind.AUTHENTICATION, "No API key was sent");
    here.refuses("", FailureKind.AUTHENTICATION, "No API key was sent");
    here.refuses("Bearer ", FailureKind.AUTHENTICATION, "No API key was sent");
    here.refuses("Basic abc", FailureKind.AUTHENTICATION, "no bearer token");
    here.refuses(ApiKey.make(new Random(9)), "not known");
    here.refuses("x".repeat(100_000), "not known");
    Router other = new Router(ring(KeySettings.named("ci").switched(true)), true, Runnable::run);
    other.refuses(CONFIGURED, "\"ci\" is disabled");
  }

  @Test
  void whereNoKeyIsRequiredOnlyBadOnesAreRefused() {
    Router open = router(false);
    assertThat(joined(open.authenticator.identify(new Presented(null, null, null))))
        .isEqualTo(Caller.ANONYMOUS);
    assertThat(open.caller("anything")).isEqualTo(Caller.ANONYMOUS);
    NewKey key = open.create(KeySettings.named("off").switched(true));
    open.refuses(key.secret(), "is disabled");
  }

  @Test
  void rulesOfEveryLevelAreGathered() {
    TenantRules rules =
        new TenantRules(
            List.of(new Budget(ResetInterval.MONTHLY, Money.parse("100"), 0.8)),
            new RateLimits(0, 5_000, 0),
            List.of("acme/*"),
            List.of("acme/huge"),
            List.of(),
            List.of("shady"),
            true,
            false);
    here.organizations.create(Administrator.OPERATOR, "acme", "Acme", false, rules);
    here.organizations
        .members()
        .create(
            Administrator.OPERATOR,
            new Member("acme", "ann", "Ann", "", MemberRole.ADMIN, List.of("default"), rules, NOW));
    KeySettings settings =
        new KeySettings(
            "k",
            false,
            null,
            Money.parse("2.5"),
            ResetInterval.DAILY,
            true,
            List.of("acme/small", "acme/huge"),
            List.of(),
            new RateLimits(60, 0, 3),
            "");
    NewKey key =
        here.keys.create(
            Administrator.OPERATOR,
            new KeyDraft("acme", "default", KeyKind.INFERENCE, "ann", "", settings));
    Principal principal = here.caller(key.secret()).principal();
    assertThat(principal.member()).isEqualTo("ann");
    assertThat(principal.entitlements().quota().spend())
        .containsExactly(
            BudgetRule.of(Scope.ORGANIZATION, "acme", Money.parse("100"), ResetInterval.MONTHLY),
            BudgetRule.of(Scope.MEMBER, "acme/ann", Money.parse("100"), ResetInterval.MONTHLY),
            BudgetRule.of(Scope.KEY, key.key().id(), Money.parse("2.5"), ResetInterval.DAILY));
    assertThat(principal.entitlements().quota().rate(Scope.KEY, Measure.CONCURRENT_REQUESTS))
        .isEqualTo(3);
    assertThat(principal.entitlements().quota().rate(Scope.ORGANIZATION, Measure.TOKENS_PER_MINUTE))
        .isEqualTo(5_000);
    assertThat(principal.entitlements().allowsModel("acme/small")).isTrue();
    assertThat(principal.entitlements().allowsModel("acme/huge")).isFalse();
    assertThat(principal.entitlements().allowsModel("acme/other")).isFalse();
    assertThat(principal.entitlements().allowsProvider("shady")).isFalse();
    assertThat(principal.entitlements().zdr()).isTrue();
  }

  @Test
  void aColdKeyIsLookedUpOnceHoweverManyWait() {
    List<Runnable> waiting = new ArrayList<>();
    Router cold = new Router(ring(KeySettings.named("ci")), true, waiting::add);
    NewKey key = cold.create(KeySettings.named("k"));
    int before = store.reads.get();
    List<CompletableFuture<Caller>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(cold.authenticator.identify(new Presented("Bearer " + key.secret(), null, null)));
    }
    assertThat(calls).noneMatch(CompletableFuture::isDone);
    assertThat(waiting).hasSize(1);
    waiting.getFirst().run();
    assertThat(calls).allMatch(CompletableFuture::isDone);
    cold.caller(key.secret());
    assertThat(store.reads.get() - before).isEqualTo(1);
  }

  @Test
  void unknownKeysAreRememberedUntilSomethingChanges() {
    String unknown = ApiKey.make(new Random(5));
    here.refuses(unknown, "not known");
    int before = store.reads.get();
    here.refuses(unknown, "not known");
    here.refuses("malformed", "not known");
    assertThat(store.reads.get()).isEqualTo(before);
    NewKey made = here.create(KeySettings.named("k"));
    assertThat(here.caller(made.secret()).kind()).isEqualTo(KeyKind.INFERENCE);
  }

  @Test
  void aChangeHoldsAtOnceHereAndElsewhereAfterFollowing() {
    Router elsewhere = router(true);
    StoredKey key;
    NewKey made = here.create(KeySettings.named("k"));
    key = made.key();
    here.caller(made.secret());
    elsewhere.caller(made.secret());
    here.keys.update(Administrator.OPERATOR, key.id(), settings -> settings.switched(true));
    here.refuses(made.secret(), "is disabled");
    elsewhere.caller(made.secret());
    elsewhere.directory.follow();
    elsewhere.refuses(made.secret(), "is disabled");
    here.keys.update(Administrator.OPERATOR, key.id(), settings -> settings.switched(false));
    here.caller(made.secret());
    here.keys.delete(Administrator.OPERATOR, key.id());
    here.refuses(made.secret(), "was revoked");
    elsewhere.directory.follow();
    elsewhere.refuses(made.secret(), "was revoked");
  }

  @Test
  void aDisabledWorkspaceOrOrganisationStopsItsKeys() {
    here.organizations.create(Administrator.OPERATOR, "acme", "Acme", false, TenantRules.NONE);
    NewKey key =
        here.keys.create(
            Administrator.OPERATOR,
            new KeyDraft("acme", "default", KeyKind.INFERENCE, "", "", KeySettings.named("k")));
    here.caller(key.secret());
    Consumer<Boolean> disable =
        off ->
            here.organizations
                .workspaces()
                .update(
                    Administrator.OPERATOR,
                    "acme",
                    "default",
                    before -> before.with(before.name(), off, before.rules(), NOW));
    disable.accept(true);
    here.refuses(key.secret(), "workspace of the API key is disabled");
    disable.accept(false);
    here.caller(key.secret());
    here.organizations.update(
        Administrator.OPERATOR,
        "acme",
        before -> before.with(before.name(), true, before.rules(), NOW));
    here.refuses(key.secret(), "organisation of the API key is disabled");
    // A key of cambio.yaml that names the organisation stops, too.
    here.refuses(CONFIGURED, "organisation of the API key is disabled");
  }

  @Test
  void expiryAndGraceEndByTheClock() {
    KeySettings settings = KeySettings.named("k");
    NewKey made =
        here.create(
            new KeySettings(
                "k",
                false,
                NOW.plusSeconds(60),
                null,
                ResetInterval.NEVER,
                true,
                List.of(),
                List.of(),
                settings.rates(),
                ""));
    here.caller(made.secret());
    NewKey rotated =
        here.keys.rotate(Administrator.OPERATOR, made.key().id(), Duration.ofSeconds(30));
    assertThat(rotated.key().lineage()).isEqualTo(made.key().id());
    assertThat(here.caller(made.secret()).principal())
        .isEqualTo(here.caller(rotated.secret()).principal());
    now = NOW.plusSeconds(30);
    here.refuses(made.secret(), "was replaced");
    here.caller(rotated.secret());
    now = NOW.plusSeconds(60);
    here.refuses(rotated.secret(), "expired at 2026-11-24T12:01:00Z");
  }

  @Test
  void withTheDatabaseDownWhatIsKnownHoldsAndWhatIsNotIsUnavailable() {
    NewKey good = here.create(KeySettings.named("good"));
    NewKey bad = here.create(KeySettings.named("bad"));
    NewKey unseen = here.create(KeySettings.named("unseen"));
    here.caller(good.secret());
    here.caller(bad.secret());
    here.keys.delete(Administrator.OPERATOR, bad.key().id());
    store.down = true;
    here.caller(good.secret());
    here.refuses(bad.secret(), "was revoked");
    here.refuses("Bearer " + unseen.secret(), FailureKind.UNAVAILABLE, "cannot be looked up now");
    store.down = false;
    here.caller(unseen.secret());
  }

  @Test
  void aKeyOfTheConfigurationNeedsNoDatabase() {
    NewKey stored = here.create(KeySettings.named("stored"));
    store.away = true;
    assertThat(here.caller(CONFIGURED).principal().organization()).isEqualTo("acme");
    here.refuses("Bearer " + stored.secret(), FailureKind.UNAVAILABLE, "cannot be asked now");
    store.away = false;
    here.caller(stored.secret());
  }

  @Test
  void withoutTheDatabaseAConfiguredKeyStandsUnderTheRulesThatWereKnownLast() {
    here.organizations.create(Administrator.OPERATOR, "acme", "Acme", true, TenantRules.NONE);
    here.refuses(CONFIGURED, "organisation of the API key is disabled");
    store.away = true;
    here.directory.refreshAll();
    here.refuses(CONFIGURED, "organisation of the API key is disabled");
    store.away = false;
    here.organizations.update(
        Administrator.OPERATOR,
        "acme",
        before -> before.with(before.name(), false, before.rules(), NOW));
    here.caller(CONFIGURED);
  }

  @Test
  void whatWasFoundWithoutTheDatabaseIsNotKept() {
    store.away = true;
    Router fresh = new Router(ring(KeySettings.named("ci")), true, Runnable::run, false);
    fresh.caller(CONFIGURED);
    store.away = false;
    here.organizations.create(Administrator.OPERATOR, "acme", "Acme", true, TenantRules.NONE);
    // The first that it hears of the database makes it forget all that it made up meanwhile.
    fresh.directory.follow();
    fresh.refuses(CONFIGURED, "organisation of the API key is disabled");
  }

  @Test
  void aChangeThatOvertakesALookUpIsNotForgotten() {
    List<Runnable> waiting = new ArrayList<>();
    Router slow = new Router(ring(KeySettings.named("ci")), true, waiting::add);
    NewKey key = slow.create(KeySettings.named("k"));
    CompletableFuture<Caller> call =
        slow.authenticator.identify(new Presented("Bearer " + key.secret(), null, null));
    slow.keys.delete(Administrator.OPERATOR, key.key().id());
    waiting.getFirst().run();
    assertThatThrownBy(() -> joined(call)).hasMessageContaining("was revoked");
  }

  @Test
  void aRouterThatMissedTooMuchForgetsWhatItKnew() {
    NewKey key = here.create(KeySettings.named("k"));
    here.caller(key.secret());
    Router elsewhere = router(true);
    elsewhere.caller(key.secret());
    store.write(tenants -> {
      tenants.keys().delete(key.key().lineage(), NOW);
      for (int i = 0; i <= TenantStore.CHANGES_KEPT; i++) {
        tenants.changes().note("someone", null);
      }
      return 0;
    });
    elsewhere.directory.follow();
    elsewhere.refuses(key.secret(), "was revoked");
  }
}
