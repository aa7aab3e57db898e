package cambio.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.router.plan.Entitlements;
import cambio.router.plan.Principal;
import cambio.router.quota.QuotaRules;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyAuthenticatorTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String KEY = ApiKey.make(new Random(1));
  private static final Entitlements LIMITED =
      new Entitlements(
          Set.of("acme/large"), Set.of(), QuotaRules.requestsOfKey(ApiKey.hash(KEY), 60));

  private static KeyEntry entry(@Nullable Instant expiresAt, boolean disabled) {
    return new KeyEntry("ci", ApiKey.hash(KEY), "acme", "dev", LIMITED, expiresAt, disabled);
  }

  private static Authenticator with(KeyEntry entry, boolean required) {
    KeyRing ring = new KeyRing(List.of(entry));
    return new KeyAuthenticator(() -> ring, required, () -> NOW);
  }

  private static void refused(
      Authenticator authenticator, @Nullable String authorization, String says) {
    assertThatThrownBy(() -> authenticator.authenticate(authorization, null))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.AUTHENTICATION);
              assertThat(e.failure().message()).contains(says).doesNotContain(KEY);
            });
  }

  @Test
  void aKeyHasItsFormAndHash() {
    assertThat(KEY).matches("sk-cambio-v1-[0-9a-f]{64}");
    assertThat(ApiKey.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(ApiKey.isHash(ApiKey.hash("abc"))).isTrue();
    assertThat(ApiKey.isHash(ApiKey.hash("abc").toUpperCase(java.util.Locale.ROOT))).isFalse();
  }

  @Test
  void aKnownKeyIsItsPrincipal() {
    Authenticator authenticator = with(entry(NOW.plusSeconds(1), false), true);
    Principal expected = new Principal("acme", "dev", ApiKey.hash(KEY), null, LIMITED);
    assertThat(authenticator.authenticate("Bearer " + KEY, null)).isEqualTo(expected);
    assertThat(authenticator.authenticate("bearer  " + KEY + " ", null)).isEqualTo(expected);
    assertThat(authenticator.authenticate(null, KEY)).isEqualTo(expected);
  }

  @Test
  void everythingElseIsRefusedWithWhatToDo() {
    Authenticator authenticator = with(entry(null, false), true);
    refused(authenticator, null, "No API key was sent");
    refused(authenticator, "", "No API key was sent");
    refused(authenticator, "Bearer ", "No API key was sent");
    refused(authenticator, "Basic abc", "no bearer token");
    refused(authenticator, "Bearer " + KEY.replace('0', '1'), "not known");
    refused(authenticator, "Bearer " + "x".repeat(100_000), "not known");
    refused(with(entry(null, true), true), "Bearer " + KEY, "is disabled");
    refused(with(entry(NOW, false), true), "Bearer " + KEY, "expired at 2026-11-24T12:00:00Z");
  }

  @Test
  void whereNoKeyIsRequiredOnlyBadOnesAreRefused() {
    Authenticator open = with(entry(null, true), false);
    assertThat(open.authenticate(null, null)).isEqualTo(Principal.anonymous());
    assertThat(open.authenticate("Bearer anything", null)).isEqualTo(Principal.anonymous());
    refused(open, "Bearer " + KEY, "is disabled");
  }
}
