package cambio.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cambio.router.health.Outcome.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HealthBookTest {

  private static final String ENDPOINT = "acme:acme/large";
  private static final String KEY = "acme-1";

  private final HealthBook book = new HealthBook();
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void whatWasNeverCalledIsUnknown() {
    assertThat(health()).isEqualTo(EndpointHealth.UNKNOWN);
    assertThat(book.snapshot(now).coolingUntil(ENDPOINT, KEY)).isNull();
  }

  @Test
  void eachWindowForgetsInItsTime() {
    ended(Outcome.success(1, 10));
    ended(Outcome.of(Kind.DROPPED));
    now = now.plusSeconds(2);
    assertThat(health().recent().attempts()).isEqualTo(2);
    assertThat(health().recent().uptime()).isEqualTo(0.5);
    now = now.plusSeconds(35);
    assertThat(health().recent().attempts()).isZero();
    assertThat(health().shortTerm().attempts()).isEqualTo(2);
    now = now.plus(Duration.ofMinutes(6));
    assertThat(health().shortTerm().attempts()).isZero();
    assertThat(health().mediumTerm().attempts()).isEqualTo(2);
    now = now.plus(Duration.ofMinutes(34));
    assertThat(health().mediumTerm().attempts()).isZero();
    assertThat(health().longTerm().attempts()).isEqualTo(2);
    now = now.plus(Duration.ofHours(26));
    assertThat(health().longTerm().attempts()).isZero();
  }

  @Test
  void percentilesAreThoseOfTheSamplesAcrossBuckets() {
    for (int i = 1; i <= 1_000; i++) {
      ended(Outcome.success(i / 1_000.0, 2 * i));
      now = now.plusMillis(25);
    }
    now = now.plusSeconds(1);
    Quantiles times = health().recent().timeToFirstEvent();
    assertThat(times.samples()).isEqualTo(1_000);
    assertThat(times.p50()).isCloseTo(0.5, within(0.02));
    assertThat(times.p99()).isCloseTo(0.99, within(0.01));
    assertThat(health().recent().throughput().p90()).isCloseTo(1_800, within(20.0));
  }

  @Test
  void aDeadEndpointIsLeftAloneUntilAProbe() {
    for (int i = 0; i < 5; i++) {
      assertThat(book.tryStart(ENDPOINT, now)).isTrue();
      book.ended(ENDPOINT, KEY, Outcome.of(Kind.DROPPED), now);
    }
    assertThat(health().breaker().passes(now)).isFalse();
    assertThat(book.tryStart(ENDPOINT, now)).isFalse();
    now = now.plusSeconds(2);
    assertThat(health().breaker().passes(now)).isTrue();
    assertThat(book.tryStart(ENDPOINT, now)).isTrue();
    assertThat(book.tryStart(ENDPOINT, now)).isFalse();
    book.ended(ENDPOINT, KEY, Outcome.success(1, 1), now);
    now = now.plusSeconds(1);
    assertThat(book.tryStart(ENDPOINT, now)).isTrue();
    book.ended(ENDPOINT, KEY, Outcome.success(1, 1), now);
    assertThat(health().breaker()).isEqualTo(Breaker.CLOSED);
    assertThat(health().unstable()).as("its past is forgotten when it recovers").isFalse();
  }

  @Test
  void aProbeCountsAsSoonAsItAnswers() {
    for (int i = 0; i < 5; i++) {
      ended(Outcome.of(Kind.DROPPED));
    }
    for (int probe = 0; probe < 2; probe++) {
      now = now.plusSeconds(2);
      assertThat(book.tryStart(ENDPOINT, now)).isTrue();
      book.answered(ENDPOINT, now);
    }
    assertThat(health().breaker()).isEqualTo(Breaker.CLOSED);
    assertThat(health().inFlight()).isEqualTo(2);
    book.ended(ENDPOINT, KEY, Outcome.success(1, 1), now);
    book.ended(ENDPOINT, KEY, Outcome.of(Kind.DROPPED).withFirstEvent(1), now);
    now = now.plusSeconds(2);
    assertThat(health().inFlight()).isZero();
    assertThat(health().recent().uptime()).isEqualTo(0.5);
  }

  @Test
  void silenceIsNoticedBeforeATimeout() {
    for (int i = 0; i < 50; i++) {
      ended(Outcome.success(1, 1));
    }
    now = now.plusSeconds(1);
    for (int i = 0; i < 5; i++) {
      book.started(ENDPOINT, now);
    }
    now = now.plusSeconds(1);
    assertThat(health().unstable()).as("the usual time").isFalse();
    now = now.plusSeconds(1);
    assertThat(health().unstable()).isTrue();
    book.answered(ENDPOINT, now);
    assertThat(health().unstable()).isFalse();
  }

  @Test
  void anUnknownEndpointGetsTwentyAttemptsUntilItAnswers() {
    for (int i = 0; i < 19; i++) {
      book.started(ENDPOINT, now);
    }
    assertThat(health().unstable()).isFalse();
    book.started(ENDPOINT, now);
    assertThat(health().unstable()).isTrue();
    book.answered(ENDPOINT, now);
    assertThat(health().unstable()).isFalse();
  }

  @Test
  void manyDropsAmongSuccessesAreAnOutageOfThirtySeconds() {
    for (int i = 0; i < 12; i++) {
      ended(i % 3 == 0 ? Outcome.of(Kind.DROPPED) : Outcome.success(1, 1));
    }
    now = now.plusSeconds(1);
    assertThat(health().unstable()).isTrue();
    now = now.plusSeconds(35);
    assertThat(health().unstable()).isFalse();
  }

  @Test
  void aRateLimitCoolsOneEndpointForOneCredential() {
    ended(Outcome.rateLimited(Duration.ofSeconds(20)));
    HealthSnapshot snapshot = book.snapshot(now);
    assertThat(snapshot.coolingUntil(ENDPOINT, KEY)).isEqualTo(now.plusSeconds(20));
    assertThat(snapshot.coolingUntil(ENDPOINT, "acme-2")).isNull();
    assertThat(snapshot.coolingUntil("acme:acme/small", KEY)).isNull();
    assertThat(snapshot.endpoint(ENDPOINT).breaker()).isEqualTo(Breaker.CLOSED);
    assertThat(book.snapshot(now.plusSeconds(20)).coolingUntil(ENDPOINT, KEY)).isNull();
  }

  @Test
  void aRefusedCredentialCoolsEverywhereAndHarmsNoEndpoint() {
    ended(Outcome.of(Kind.CREDENTIAL_REFUSED));
    HealthSnapshot snapshot = book.snapshot(now);
    assertThat(snapshot.coolingUntil("acme:acme/small", KEY)).isNotNull();
    assertThat(snapshot.coolingUntil(ENDPOINT, "acme-2")).isNull();
    assertThat(health().recent().attempts()).isZero();
  }

  @Test
  void withoutARetryAfterTheCooldownDoubles() {
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      ended(Outcome.rateLimited(null));
      assertThat(book.snapshot(now).coolingUntil(ENDPOINT, KEY))
          .isEqualTo(now.plusSeconds(seconds));
      now = now.plusSeconds(seconds);
    }
    ended(Outcome.success(1, 1));
    ended(Outcome.rateLimited(null));
    assertThat(book.snapshot(now).coolingUntil(ENDPOINT, KEY)).isEqualTo(now.plusSeconds(1));
  }

  @Test
  void aBurstOfRefusalsIsOnePause() {
    for (int i = 0; i < 10; i++) {
      ended(Outcome.rateLimited(null));
    }
    assertThat(book.snapshot(now).coolingUntil(ENDPOINT, KEY)).isEqualTo(now.plusSeconds(1));
  }

  @Test
  void whoBearsManyPausesShortly() {
    for (int i = 0; i < 100; i++) {
      now = now.plusMillis(50);
      ended(Outcome.success(1, 1));
    }
    ended(Outcome.rateLimited(null));
    assertThat(book.snapshot(now).coolingUntil(ENDPOINT, KEY))
        .as("about 13 a second, less a fifth")
        .isBetween(now.plusMillis(60), now.plusMillis(140));
  }

  @Test
  void aLateRefusalDoesNotShortenALongerCooldown() {
    ended(Outcome.rateLimited(Duration.ofSeconds(60)));
    ended(Outcome.rateLimited(Duration.ofSeconds(1)));
    assertThat(book.snapshot(now).coolingUntil(ENDPOINT, KEY)).isEqualTo(now.plusSeconds(60));
  }

  @Test
  void thePaceThatWasRefusedIsLearnedAndRisesAgain() {
    for (int i = 0; i < 200; i++) {
      ended(Outcome.success(1, 1));
      now = now.plusMillis(100);
    }
    assertThat(health().saturated()).isFalse();
    ended(Outcome.rateLimited(null));
    assertThat(health().overPace()).as("10 a second, 8 learned").isTrue();
    for (int i = 0; i < 150; i++) {
      ended(Outcome.success(1, 1));
      now = now.plusMillis(200);
    }
    assertThat(health().overPace()).as("5 a second").isFalse();
  }

  @Test
  void cacheHitsAndToolCallsAreCounted() {
    ended(Outcome.success(1, 1).withInput(1_000, 250).withToolCall(true));
    ended(Outcome.success(1, 1).withToolCall(false));
    now = now.plusSeconds(2);
    assertThat(health().recent().cacheHitRate()).isEqualTo(0.25);
    assertThat(health().recent().toolCallValidity()).isEqualTo(0.5);
  }

  @Test
  void toolCallsThatAreJudgedLaterCountToo() {
    ended(Outcome.success(1, 1));
    book.calledTools(ENDPOINT, true, now);
    book.calledTools(ENDPOINT, false, now);
    now = now.plusSeconds(2);
    assertThat(health().recent().toolCallValidity()).isEqualTo(0.5);
    assertThat(health().recent().attempts()).isEqualTo(1);
  }

  private EndpointHealth health() {
    return book.snapshot(now).endpoint(ENDPOINT);
  }

  private void ended(Outcome outcome) {
    book.tryStart(ENDPOINT, now);
    book.ended(ENDPOINT, KEY, outcome, now);
  }
}
