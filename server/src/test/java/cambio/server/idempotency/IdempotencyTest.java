package cambio.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.plan.Entitlements;
import cambio.router.plan.Principal;
import cambio.server.execution.CallContext;
import cambio.server.execution.GenerationCall;
import cambio.server.surface.chat.ChatRequest;
import cambio.server.surface.chat.ChatRequestReader;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of calls when routers are killed and stores fail. */
class IdempotencyTest {

  private static final RecordedAnswer ANSWER =
      new RecordedAnswer(
          200,
          List.of(new RecordedAnswer.Line("content-type", "text/plain")),
          List.of("Grüße".getBytes(StandardCharsets.UTF_8), new byte[0]));

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final Failing store = new Failing(new MemoryClaimStore(1 << 20, () -> now));
  private final Set<String> charged = new HashSet<>();
  private final Idempotency desk = IdempotencyFixture.over(store, charged::contains, Runnable::run);
  private int calls;

  @AfterEach
  void close() {
    desk.close();
  }

  /** A store that is away when a test says so. */
  private static final class Failing implements ClaimStore {
    private final ClaimStore store;
    private boolean away;
    private boolean forgetful;

    private Failing(ClaimStore store) {
      this.store = store;
    }

    private <T> CompletionStage<T> unlessAway(CompletionStage<T> step) {
      return away ? CompletableFuture.failedFuture(new IllegalStateException("away")) : step;
    }

    @Override
    public CompletionStage<Claim> claim(ClaimRequest request, @Nullable String over) {
      // The step was taken; only nobody hears of it.
      return unlessAway(store.claim(request, over));
    }

    @Override
    public CompletionStage<Boolean> renew(ClaimRequest request) {
      return unlessAway(store.renew(request));
    }

    @Override
    public CompletionStage<Boolean> keep(ClaimRequest request, byte[] answer) {
      return away
          ? CompletableFuture.failedFuture(new IllegalStateException("away"))
          : store.keep(request, answer);
    }

    @Override
    public CompletionStage<?> free(ClaimRequest request) {
      return forgetful ? CompletableFuture.completedFuture(null) : store.free(request);
    }
  }

  private static KeyedCall keyed(String body) {
    return new Fingerprints(null)
        .of(
            Principal.anonymous(),
            new IdempotencyKey("k", "Idempotency-Key"),
            "/chat",
            body.getBytes(StandardCharsets.UTF_8));
  }

  private GenerationCall call() {
    ChatRequest chat =
        ChatRequestReader.read(
            "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                .getBytes(StandardCharsets.UTF_8));
    return new GenerationCall(
        chat.request(),
        chat.route(),
        chat.delivery(),
        new CallContext(
            "req",
            "gen_" + ++calls,
            "openai",
            new Principal("default", "default", "default", null, Entitlements.all()),
            now,
            Duration.ofSeconds(1),
            null,
            null,
            null));
  }

  private Turn claim(String body) {
    try {
      return desk.claim(keyed(body), call()).toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private HeldClaim served() {
    Turn turn = claim("body");
    assertThat(turn).isInstanceOf(Turn.Serve.class);
    return ((Turn.Serve) turn).claim();
  }

  private static Failure refusal(Turn turn) {
    assertThat(turn).isInstanceOf(Turn.Refuse.class);
    return ((Turn.Refuse) turn).failure();
  }

  @Test
  void anAnswerIsGivenAgainAsItWas() {
    var unused = served().keep(ANSWER);
    Turn again = claim("body");
    assertThat(again).isInstanceOf(Turn.Replay.class);
    RecordedAnswer given = ((Turn.Replay) again).answer();
    assertThat(given.status()).isEqualTo(200);
    assertThat(given.head()).isEqualTo(ANSWER.head());
    assertThat(given.parts()).containsExactlyElementsOf(ANSWER.parts());
    assertThat(refusal(claim("other")).kind()).isEqualTo(FailureKind.UNPROCESSABLE);
  }

  @Test
  void ofTheEndsOfAClaimTheFirstCounts() {
    HeldClaim claim = served();
    var unused = claim.keep(ANSWER);
    claim.free();
    claim.abandon();
    assertThat(claim("body")).isInstanceOf(Turn.Replay.class);
  }

  @Test
  void whatARouterLeftThatWasKilledIsServedByTheNext() {
    served().abandon();
    assertThat(refusal(claim("body")).kind()).isEqualTo(FailureKind.CONFLICT);
    now = now.plusSeconds(30);
    var unused = served().keep(ANSWER);
    assertThat(claim("body")).isInstanceOf(Turn.Replay.class);
  }

  @Test
  void whatWasChargedBeforeItsRouterWasKilledIsNotServedAgain() {
    served().abandon();
    charged.add("gen_1");
    now = now.plusSeconds(30);
    for (int i = 0; i < 2; i++) {
      Failure told = refusal(claim("body"));
      assertThat(told.kind()).isEqualTo(FailureKind.ALREADY_EXISTS);
      assertThat(told.message()).contains("gen_1");
      assertThat(told.retryAfter()).isNull();
    }
  }

  @Test
  void withoutTheStoreNothingIsServedAndNothingIsBlockedAfterwards() {
    store.away = true;
    Failure told = refusal(claim("body"));
    assertThat(told.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(told.retryAfter()).isNotNull();
    store.away = false;
    served().free();
  }

  @Test
  void whereEvenThatIsNotHeardTheClaimLapses() {
    store.away = true;
    store.forgetful = true;
    refusal(claim("body"));
    store.away = false;
    assertThat(refusal(claim("body")).kind()).isEqualTo(FailureKind.CONFLICT);
    now = now.plusSeconds(30);
    served().free();
  }

  @Test
  void anAnswerThatTheStoreDidNotHearOfIsToldAgain() {
    ClaimKeeper keeper = new ClaimKeeper(store, Duration.ofHours(1));
    ClaimRequest request =
        new ClaimRequest("n", "d", "g", Duration.ofSeconds(30), Duration.ofHours(24));
    store.claim(request, null);
    keeper.began(request);
    store.away = true;
    assertThat(keeper.keep(request, new byte[] {1})).isCompleted();
    now = now.plusSeconds(20);
    store.away = false;
    keeper.tick();
    assertThat(store.claim(request, null).toCompletableFuture().join())
        .isInstanceOf(Claim.Kept.class);
    keeper.close();
  }

  @Test
  void aClaimIsRenewedAndMadeAgainWhereTheStoreLostIt() {
    ClaimKeeper keeper = new ClaimKeeper(store, Duration.ofHours(1));
    ClaimRequest request =
        new ClaimRequest("n", "d", "g", Duration.ofSeconds(30), Duration.ofHours(24));
    ClaimRequest other =
        new ClaimRequest("n", "d", "h", Duration.ofSeconds(30), Duration.ofHours(24));
    store.claim(request, null);
    keeper.began(request);
    now = now.plusSeconds(20);
    keeper.tick();
    now = now.plusSeconds(20);
    assertThat(store.claim(other, null)).isCompletedWithValue(new Claim.Running());

    store.free(request);
    keeper.tick();
    assertThat(store.claim(other, null)).isCompletedWithValue(new Claim.Running());

    keeper.ended(request);
    store.free(request);
    keeper.tick();
    assertThat(store.claim(other, null)).isCompletedWithValue(new Claim.Granted());
    keeper.close();
  }
}
