package cambio.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of idempotency keys owes its users. */
abstract class ClaimStoreContract {

  static final Duration LEASE = Duration.ofMillis(300);
  static final Duration LONG = Duration.ofHours(1);
  static final Duration DAY = Duration.ofHours(24);
  private static final byte[] ANSWER = "an answer".getBytes(StandardCharsets.UTF_8);

  private int names;

  abstract ClaimStore store();

  /** Lets time pass until something is so. */
  abstract void pass(Duration time);

  private String name() {
    return getClass().getSimpleName() + "-" + names++;
  }

  private static ClaimRequest request(String name, String digest, String generation) {
    return new ClaimRequest(name, digest, generation, LONG, DAY);
  }

  private static ClaimRequest brief(String name, String digest, String generation) {
    return new ClaimRequest(name, digest, generation, LEASE, DAY);
  }

  private Claim claim(ClaimRequest request) {
    return claim(request, null);
  }

  private Claim claim(ClaimRequest request, @Nullable String over) {
    return get(store().claim(request, over));
  }

  private static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theFirstIsServedAndOthersWait() {
    String name = name();
    assertThat(claim(request(name, "d", "g1"))).isEqualTo(new Claim.Granted());
    assertThat(claim(request(name, "d", "g2"))).isEqualTo(new Claim.Running());
    assertThat(claim(request(name, "x", "g3"))).isEqualTo(new Claim.OtherRequest());
    assertThat(claim(request(name(), "d", "g4"))).isEqualTo(new Claim.Granted());
  }

  @Test
  void whatWasKeptIsGivenToEqualRequestsOnly() {
    String name = name();
    claim(request(name, "d", "g1"));
    assertThat(get(store().keep(request(name, "d", "g1"), ANSWER))).isTrue();
    assertKept(claim(request(name, "d", "g2")), "g1", ANSWER);
    assertKept(claim(request(name, "d", "g3"), "g1"), "g1", ANSWER);
    assertThat(claim(request(name, "x", "g4"))).isEqualTo(new Claim.OtherRequest());
  }

  @Test
  void anAnswerMayBeEmptyAndMayHoldAnyBytes() {
    String name = name();
    claim(request(name, "d", "g1"));
    get(store().keep(request(name, "d", "g1"), new byte[0]));
    assertKept(claim(request(name, "d", "g2")), "g1", new byte[0]);

    byte[] bytes = new byte[70_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    String other = name();
    claim(request(other, "d", "g1"));
    get(store().keep(request(other, "d", "g1"), bytes));
    assertKept(claim(request(other, "d", "g2")), "g1", bytes);
  }

  @Test
  void anAnswerMayBeToldTwice() {
    String name = name();
    claim(request(name, "d", "g1"));
    get(store().keep(request(name, "d", "g1"), ANSWER));
    assertThat(get(store().keep(request(name, "d", "g1"), ANSWER))).isTrue();
    assertKept(claim(request(name, "d", "g2")), "g1", ANSWER);
  }

  @Test
  void whatIsFreedCanBeClaimedEvenByAnotherRequest() {
    String name = name();
    claim(request(name, "d", "g1"));
    get(store().free(request(name, "d", "g1")));
    assertThat(claim(request(name, "x", "g2"))).isEqualTo(new Claim.Granted());
  }

  @Test
  void nobodyEndsAnothersClaim() {
    String name = name();
    claim(request(name, "d", "g1"));
    get(store().free(request(name, "d", "g2")));
    assertThat(get(store().keep(request(name, "d", "g2"), ANSWER))).isFalse();
    assertThat(get(store().renew(request(name, "d", "g2")))).isFalse();
    assertThat(claim(request(name, "d", "g3"))).isEqualTo(new Claim.Running());
  }

  @Test
  void whatWasKeptIsNeitherFreedNorRenewed() {
    String name = name();
    claim(request(name, "d", "g1"));
    get(store().keep(request(name, "d", "g1"), ANSWER));
    get(store().free(request(name, "d", "g1")));
    assertThat(get(store().renew(request(name, "d", "g1")))).isFalse();
    assertKept(claim(request(name, "d", "g2")), "g1", ANSWER);
  }

  @Test
  void aClaimThatIsNotRenewedLapsesAndCanBeTakenOver() {
    String name = name();
    claim(brief(name, "d", "g1"));
    pass(LEASE);
    assertThat(claim(request(name, "d", "g2"))).isEqualTo(new Claim.Lapsed("g1"));
    assertThat(claim(request(name, "d", "g2"), "g0")).isEqualTo(new Claim.Lapsed("g1"));
    assertThat(claim(request(name, "d", "g2"), "g1")).isEqualTo(new Claim.Granted());
    assertThat(claim(request(name, "d", "g3"), "g1")).isEqualTo(new Claim.Running());
    assertThat(get(store().keep(brief(name, "d", "g1"), ANSWER))).isFalse();
    assertThat(get(store().renew(brief(name, "d", "g1")))).isFalse();
  }

  @Test
  void aLapsedClaimCanStillBeKeptByItsOwner() {
    String name = name();
    claim(brief(name, "d", "g1"));
    pass(LEASE);
    assertThat(get(store().keep(brief(name, "d", "g1"), ANSWER))).isTrue();
    assertKept(claim(request(name, "d", "g2")), "g1", ANSWER);
  }

  @Test
  void anAnswerKeptForAnotherLeavesTheRequestThatItBelongsTo() {
    String name = name();
    claim(brief(name, "d", "g1"));
    pass(LEASE);
    get(store().keep(request(name, "x", "g1"), new byte[0]));
    assertKept(claim(request(name, "d", "g2")), "g1", new byte[0]);
    assertThat(claim(request(name, "x", "g3"))).isEqualTo(new Claim.OtherRequest());
  }

  @Test
  void aRenewedClaimHolds() {
    String name = name();
    claim(brief(name, "d", "g1"));
    assertThat(get(store().renew(request(name, "d", "g1")))).isTrue();
    pass(LEASE);
    assertThat(claim(request(name, "d", "g2"))).isEqualTo(new Claim.Running());
  }

  @Test
  void aClaimThatWasLostIsMadeAgainByItsAnswer() {
    String name = name();
    assertThat(get(store().keep(request(name, "d", "g1"), ANSWER))).isTrue();
    assertKept(claim(request(name, "d", "g2")), "g1", ANSWER);
  }

  @Test
  void anAnswerIsForgottenAfterItsLife() {
    String name = name();
    Duration life = Duration.ofMillis(200);
    ClaimRequest short1 = new ClaimRequest(name, "d", "g1", LONG, life);
    claim(short1);
    get(store().keep(short1, ANSWER));
    pass(life);
    assertThat(claim(request(name, "x", "g2"))).isEqualTo(new Claim.Granted());
  }

  @Test
  void ofManyAtOnceOneIsServed() throws Exception {
    String name = name();
    int threads = 16;
    CyclicBarrier barrier = new CyclicBarrier(threads);
    List<Future<Claim>> claims = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        ClaimRequest request = request(name, "d", "g" + i);
        claims.add(
            pool.submit(() -> {
              barrier.await(60, TimeUnit.SECONDS);
              return claim(request);
            }));
      }
    }
    int granted = 0;
    for (Future<Claim> claim : claims) {
      if (claim.get() instanceof Claim.Granted) {
        granted++;
      } else {
        assertThat(claim.get()).isEqualTo(new Claim.Running());
      }
    }
    assertThat(granted).isOne();
  }

  @Test
  void ofManyThatTakeOverOneIsServed() {
    String name = name();
    claim(brief(name, "d", "g0"));
    pass(LEASE);
    List<CompletableFuture<Claim>> claims = new ArrayList<>();
    for (int i = 1; i <= 16; i++) {
      claims.add(store().claim(request(name, "d", "g" + i), "g0").toCompletableFuture());
    }
    assertThat(claims.stream().filter(claim -> get(claim) instanceof Claim.Granted)).hasSize(1);
  }

  private static void assertKept(Claim claim, String generation, byte[] answer) {
    assertThat(claim)
        .isInstanceOfSatisfying(
            Claim.Kept.class,
            kept -> {
              assertThat(kept.generation()).isEqualTo(generation);
              assertThat(kept.answer()).isEqualTo(answer);
            });
  }
}
