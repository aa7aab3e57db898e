package cambio.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cambio.router.health.Outcome.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Two routers: what one has seen, the other hears. */
class SharedHealthTest {

  private static final String ENDPOINT = "acme:acme/large";
  private static final String KEY = "acme/main";

  private final HealthBook here = new HealthBook();
  private final HealthBook there = new HealthBook();
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void aFreshRouterAvoidsWhatAnotherFoundDead() {
    ended(there, Kind.DROPPED, 5);
    tell();
    assertThat(health(here).breaker().passes(now)).isFalse();
    assertThat(here.tryStart(ENDPOINT, now)).isFalse();
    assertThat(health(here).recent().drops()).isEqualTo(5);
  }

  @Test
  void itLooksForItselfWhenTheCircuitsTimeHasCome() {
    ended(there, Kind.DROPPED, 5);
    tell();
    now = now.plusSeconds(2);
    assertThat(here.tryStart(ENDPOINT, now)).isTrue();
    assertThat(here.tryStart(ENDPOINT, now)).as("one probe a second").isFalse();
    here.ended(ENDPOINT, KEY, Outcome.success(1, 1), now);
    now = now.plusSeconds(1);
    assertThat(here.tryStart(ENDPOINT, now)).isTrue();
    here.ended(ENDPOINT, KEY, Outcome.success(1, 1), now);
    assertThat(health(here).breaker()).isEqualTo(Breaker.CLOSED);
    assertThat(health(here).unstable()).as("what it found itself counts").isFalse();
  }

  @Test
  void anothersProbeThatFailsStandsForItsOwn() {
    ended(there, Kind.DROPPED, 5);
    tell();
    now = now.plusSeconds(2);
    assertThat(there.tryStart(ENDPOINT, now)).isTrue();
    there.ended(ENDPOINT, KEY, Outcome.of(Kind.DROPPED), now);
    tell();
    assertThat(here.tryStart(ENDPOINT, now)).isFalse();
    now = now.plusSeconds(4);
    assertThat(here.tryStart(ENDPOINT, now)).as("when nobody probes any more").isTrue();
  }

  @Test
  void troubleOnAnothersWayIsNotItsOwn() {
    ended(here, Kind.SUCCESS, 10);
    ended(there, Kind.DROPPED, 5);
    tell();
    now = now.plusSeconds(1);
    assertThat(health(here).breaker()).isEqualTo(Breaker.CLOSED);
    assertThat(health(here).unstable()).isFalse();
    assertThat(health(here).shortTerm().drops()).isEqualTo(5);
  }

  @Test
  void whatIsBackForOneIsLookedAtByTheOthersAtOnce() {
    ended(there, Kind.DROPPED, 5);
    tell();
    for (int pause = 2; pause <= 4; pause += 2) {
      now = now.plusSeconds(pause);
      assertThat(here.tryStart(ENDPOINT, now)).isTrue();
      here.ended(ENDPOINT, KEY, Outcome.of(Kind.DROPPED), now);
    }
    recover(there);
    assertThat(health(here).breaker().passes(now)).as("open for 8 s").isFalse();
    tell();
    assertThat(health(here).breaker().passes(now)).isTrue();
  }

  @Test
  void aFreshRouterKnowsTimesAndReliability() {
    for (int i = 1; i <= 200; i++) {
      there.started(ENDPOINT, now);
      there.ended(ENDPOINT, KEY, Outcome.success(i / 100.0, i).withInput(1_000, 250), now);
    }
    now = now.plusSeconds(2);
    ended(there, Kind.SUCCESS, 1);
    tell();
    for (Window window : Window.values()) {
      WindowStats stats = health(here).stats(window);
      assertThat(stats.successes()).isEqualTo(201);
      assertThat(stats.cacheHitRate()).isCloseTo(0.25, within(0.001));
      assertThat(stats.timeToFirstEvent().p50()).isCloseTo(1, within(0.05));
      assertThat(stats.throughput().p99()).isCloseTo(198, within(4.0));
    }
  }

  @Test
  void aRouterThatIsGoneIsForgottenWindowByWindow() {
    ended(there, Kind.DROPPED, 100);
    tell();
    now = now.plusSeconds(31);
    assertThat(health(here).recent().drops()).isZero();
    assertThat(health(here).shortTerm().drops()).isCloseTo(90, within(2L));
    now = now.plus(Duration.ofMinutes(2));
    assertThat(health(here).shortTerm().drops()).isCloseTo(50, within(3L));
    now = now.plus(Duration.ofMinutes(3));
    assertThat(health(here).shortTerm().drops()).isZero();
    assertThat(health(here).longTerm().drops()).isCloseTo(100, within(2L));
    now = now.plus(Duration.ofHours(24));
    assertThat(health(here).longTerm().drops()).isZero();
  }

  @Test
  void nothingIsCountedTwiceHoweverOftenItIsTold() {
    ended(there, Kind.SUCCESS, 3);
    tell();
    now = now.plusSeconds(2);
    ended(there, Kind.SUCCESS, 3);
    tell();
    now = now.plusSeconds(2);
    tell();
    assertThat(health(here).shortTerm().successes()).isEqualTo(6);
  }

  @Test
  void rateLimitsAndRefusedCredentialsCoolEverywhere() {
    there.started(ENDPOINT, now);
    there.ended(ENDPOINT, KEY, Outcome.rateLimited(Duration.ofSeconds(7)), now);
    there.started(ENDPOINT, now);
    there.ended(ENDPOINT, "acme/second", Outcome.of(Kind.CREDENTIAL_REFUSED), now);
    tell();
    HealthSnapshot snapshot = here.snapshot(now);
    assertThat(snapshot.coolingUntil(ENDPOINT, KEY)).isEqualTo(now.plusSeconds(7));
    assertThat(snapshot.coolingUntil("acme:acme/other", KEY)).isNull();
    assertThat(snapshot.coolingUntil("acme:acme/other", "acme/second")).isNotNull();
    now = now.plusSeconds(8);
    assertThat(here.snapshot(now).coolingUntil(ENDPOINT, KEY)).isNull();
  }

  @Test
  void aPaceThatWasLearnedIsKeptByAllTogether() {
    for (int i = 0; i < 50; i++) {
      there.started(ENDPOINT, now);
      there.ended(ENDPOINT, KEY, Outcome.success(0.1, 1), now);
    }
    there.started(ENDPOINT, now);
    there.ended(ENDPOINT, KEY, Outcome.rateLimited(null), now);
    tell();
    assertThat(health(here).overPace()).as("the other alone calls it too often").isTrue();
    now = now.plusSeconds(3);
    assertThat(health(here).overPace()).isFalse();
  }

  @Test
  void thereIsNewsOnlyWhereSomethingHappened() {
    assertThat(there.news(now)).isEmpty();
    ended(there, Kind.SUCCESS, 1);
    assertThat(there.news(now)).hasSize(1);
    assertThat(there.news(now)).isEmpty();
    ended(there, Kind.SUCCESS, 1);
    assertThat(there.news(now)).as("once a second is enough").isEmpty();
    ended(there, Kind.DROPPED, 5);
    assertThat(there.news(now)).as("but at once where a circuit opens").hasSize(1);
    now = now.plusSeconds(1);
    assertThat(there.news(now)).isEmpty();
  }

  private void recover(HealthBook book) {
    for (int probe = 0; probe < 2; probe++) {
      now = now.plusSeconds(1);
      book.started(ENDPOINT, now);
      book.ended(ENDPOINT, KEY, Outcome.success(1, 1), now);
    }
  }

  private void ended(HealthBook book, Kind kind, int times) {
    for (int i = 0; i < times; i++) {
      book.started(ENDPOINT, now);
      book.ended(ENDPOINT, KEY, Outcome.of(kind), now);
    }
  }

  private void tell() {
    there.news(now).forEach(note -> assertThat(here.heard("there", note, now)).isTrue());
  }

  private EndpointHealth health(HealthBook book) {
    return book.snapshot(now).endpoint(ENDPOINT);
  }
}
