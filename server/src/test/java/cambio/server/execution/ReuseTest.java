package cambio.server.execution;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.money.Cost;
import cambio.router.plan.RequestTraits;
import cambio.router.plan.RoutePlan;
import cambio.server.content.MemoryContentStore;
import cambio.server.execution.GenerationRecord.Outcome;
import cambio.server.reuse.ReuseParts;
import cambio.server.reuse.ReusingEngine;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.Usage;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.SamplingOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are given again: from the store, and to identical calls at the same time. */
class ReuseTest {

  private static final Duration PLENTY = Duration.ofSeconds(60);
  private static final ResponseCacheOptions ON = ResponseCacheOptions.on(null);

  private EngineHarness harness;
  private volatile Duration later = Duration.ZERO;
  private volatile boolean zeroRetention;
  private volatile @Nullable Failure refusal;
  private volatile Map<String, ResponseCacheOptions> keys = Map.of();

  @BeforeEach
  void open() throws Exception {
    harness =
        new EngineHarness(
            PLENTY, "good", "500", "short", "stall", "gated", "gated-flaky", "gated-dead");
    InstantSource clock = () -> Instant.now().plus(later);
    harness.front =
        new ReusingEngine(
            new ReuseParts(
                harness.engine,
                harness.planner,
                new PassingAdmission(),
                new MemoryContentStore(1 << 20, clock),
                call -> zeroRetention,
                () -> keys,
                record -> {
                  harness.records.add(record);
                  return CompletableFuture.runAsync(() -> {});
                },
                CallObserver.none(),
                clock));
  }

  @AfterEach
  void close() throws Exception {
    harness.provider.open("gated");
    harness.provider.open("gated-flaky");
    harness.provider.open("gated-dead");
    harness.close();
  }

  private final class PassingAdmission implements Admission {
    @Override
    public CompletionStage<Decision> reserve(
        GenerationCall call, RequestTraits traits, RoutePlan plan) {
      throw new AssertionError("the engine reserves with an admission of its own");
    }

    @Override
    public CompletionStage<Decision> pass(GenerationCall call, RoutePlan plan) {
      Failure refused = refusal;
      return CompletableFuture.completedFuture(
          refused == null
              ? new Admitted(Reservation.none(), plan, null, null)
              : new Refused(refused, null, "key"));
    }
  }

  private static GenerationRequest hello(boolean stream) {
    return GenerationRequest.of(List.of(Message.user("hello"))).withStream(stream);
  }

  private RecordingSink ask(boolean stream, @Nullable ResponseCacheOptions cache, String... order) {
    return ask(hello(stream), cache, order);
  }

  private RecordingSink ask(
      GenerationRequest request, @Nullable ResponseCacheOptions cache, String... order) {
    RecordingSink sink = harness.sink();
    harness.call(sink, request, Delivery.standard().caching(cache), PLENTY, order);
    return sink;
  }

  private static CacheMark mark(RecordingSink sink) {
    return requireNonNull(requireNonNull(sink.head).cache());
  }

  private int calls(String behaviour) {
    return harness.provider.calls(behaviour);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false", "true, false", "false, true"})
  void theSecondTimeItCostsNothing(boolean first, boolean second) throws Exception {
    RecordingSink generated = ask(first, ON, "good");
    assertThat(generated.awaitSummary().usage()).isEqualTo(Usage.of(5, 3));
    assertThat(mark(generated))
        .isEqualTo(
            new CacheMark(
                CacheMark.Status.MISS, null, Duration.ZERO, ResponseCacheOptions.STANDARD));
    GenerationRecord original = harness.record();
    assertThat(original.cachedFrom()).isNull();

    later = Duration.ofSeconds(100);
    RecordingSink again = ask(second, ON, "good");
    AnswerSummary summary = again.awaitSummary();
    assertThat(again.text()).isEqualTo("all is well");
    assertThat(again.faults).isEmpty();
    assertThat(summary.cost()).isEqualTo(Cost.ZERO);
    assertThat(summary.usage()).isEqualTo(Usage.ZERO);
    CacheMark mark = mark(again);
    assertThat(mark.status()).isEqualTo(CacheMark.Status.HIT);
    assertThat(mark.sourceId()).isEqualTo(original.context().generationId());
    assertThat(mark.age()).isBetween(Duration.ofSeconds(99), Duration.ofSeconds(150));
    assertThat(mark.ttl()).isBetween(Duration.ofSeconds(150), Duration.ofSeconds(201));

    GenerationRecord record = harness.record();
    assertThat(record.context().generationId()).isNotEqualTo(original.context().generationId());
    assertThat(record.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(record.cachedFrom()).isEqualTo(original.context().generationId());
    assertThat(record.cost()).isEqualTo(Cost.ZERO);
    assertThat(record.attempts()).isEmpty();
    assertThat(requireNonNull(record.served()).endpoint().provider()).isEqualTo("p-good");
    assertThat(calls("good")).isEqualTo(1);
    assertThat(harness.reserved).hasValue(1);
  }

  @Test
  void nobodyIsGivenAnAnswerWithoutAsking() throws Exception {
    ask(false, ON, "good").awaitSummary();
    RecordingSink plain = ask(false, null, "good");
    plain.awaitSummary();
    RecordingSink off = ask(false, new ResponseCacheOptions(false, null, false, true), "good");
    off.awaitSummary();
    assertThat(requireNonNull(plain.head).cache()).isNull();
    assertThat(requireNonNull(off.head).cache()).isNull();
    assertThat(calls("good")).isEqualTo(3);
  }

  @Test
  void aKeyMayAskForAllItsCalls() throws Exception {
    keys = Map.of("default", ResponseCacheOptions.on(Duration.ofSeconds(20)));
    ask(false, null, "good").awaitSummary();
    RecordingSink again = ask(false, null, "good");
    again.awaitSummary();
    assertThat(mark(again).status()).isEqualTo(CacheMark.Status.HIT);
    RecordingSink unwilling =
        ask(false, new ResponseCacheOptions(false, null, false, true), "good");
    unwilling.awaitSummary();
    assertThat(calls("good")).isEqualTo(2);
  }

  @Test
  void anAnswerEndsWithItsTime() throws Exception {
    ResponseCacheOptions minute = ResponseCacheOptions.on(Duration.ofMinutes(1));
    ask(false, minute, "good").awaitSummary();
    later = Duration.ofSeconds(61);
    RecordingSink after = ask(false, minute, "good");
    after.awaitSummary();
    assertThat(mark(after).status()).isEqualTo(CacheMark.Status.MISS);
    assertThat(calls("good")).isEqualTo(2);
  }

  @Test
  void aRefreshPutsANewAnswerInPlaceOfTheOld() throws Exception {
    ask(false, ON, "good").awaitSummary();
    ask(false, new ResponseCacheOptions(true, null, true, true), "good").awaitSummary();
    harness.record();
    String second = harness.record().context().generationId();
    RecordingSink third = ask(false, ON, "good");
    third.awaitSummary();
    assertThat(mark(third).sourceId()).isEqualTo(second);
    assertThat(calls("good")).isEqualTo(2);
  }

  @Test
  void whatChangesTheAnswerIsAnotherAnswer() throws Exception {
    ask(false, ON, "good").awaitSummary();
    SamplingOptions warm =
        new SamplingOptions(0.5, null, null, null, null, null, null, null, null, Map.of());
    ask(hello(false).withSampling(warm), ON, "good").awaitSummary();
    ask(GenerationRequest.of(List.of(Message.user("Hello"))), ON, "good").awaitSummary();
    ask(false, ON, "good", "500").awaitSummary();
    assertThat(calls("good")).isEqualTo(4);
  }

  @Test
  void nothingIsKeptUnderZeroRetention() throws Exception {
    zeroRetention = true;
    ask(false, ON, "good").awaitSummary();
    RecordingSink again = ask(false, ON, "good");
    again.awaitSummary();
    assertThat(requireNonNull(again.head).cache()).isNull();
    assertThat(calls("good")).isEqualTo(2);
  }

  @Test
  void neitherFailuresNorCutAnswersAreKept() throws Exception {
    ask(false, ON, "500").awaitFailure();
    ask(false, ON, "500").awaitFailure();
    ask(false, ON, "short").awaitSummary();
    RecordingSink again = ask(false, ON, "short");
    again.awaitSummary();
    assertThat(mark(again).status()).isEqualTo(CacheMark.Status.MISS);
    assertThat(calls("short")).isEqualTo(2);
    assertThat(calls("500")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aHitIsAdmittedByTheCallersOwnLimits() throws Exception {
    ask(false, ON, "good").awaitSummary();
    harness.record();
    refusal = Failure.of(FailureKind.RATE_LIMITED, "too many");
    CallFailure refused = ask(false, ON, "good").awaitFailure();
    assertThat(refused.failure().kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(refused.limitSource()).isEqualTo("key");
    assertThat(harness.record().outcome()).isEqualTo(Outcome.FAILED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHundredIdenticalCallsAreOneUpstream(boolean stream) throws Exception {
    List<RecordingSink> sinks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sinks.add(ask(stream, ON, "gated"));
    }
    harness.provider.open("gated");
    Set<String> ids = new TreeSet<>();
    int generated = 0;
    for (RecordingSink sink : sinks) {
      sink.awaitSummary();
      assertThat(sink.text()).isEqualTo("all is well");
      assertThat(sink.faults).isEmpty();
      ids.add(requireNonNull(sink.head).generationId());
      generated += mark(sink).reused() ? 0 : 1;
    }
    assertThat(generated).isEqualTo(1);
    assertThat(ids).hasSize(100);
    assertThat(calls("gated")).isEqualTo(1);
    assertThat(harness.reserved).hasValue(1);
    long paid = 0;
    for (int i = 0; i < 100; i++) {
      GenerationRecord record = harness.record();
      assertThat(record.outcome()).isEqualTo(Outcome.COMPLETED);
      paid += requireNonNull(record.cost()).total().nanos();
    }
    assertThat(paid).isEqualTo(22_000);
  }

  @Test
  void whoDoesNotWantToWaitDoesNot() throws Exception {
    ResponseCacheOptions apart = new ResponseCacheOptions(true, null, false, false);
    RecordingSink one = ask(true, apart, "gated");
    RecordingSink other = ask(true, apart, "gated");
    one.awaitBegin();
    other.awaitBegin();
    harness.provider.open("gated");
    one.awaitSummary();
    other.awaitSummary();
    assertThat(calls("gated")).isEqualTo(2);
  }

  @Test
  void aStreamGoesOnWhenItsFirstCallerLeaves() throws Exception {
    RecordingSink leader = harness.sink();
    GenerationEngine.RunningCall leading =
        harness.call(leader, hello(true), Delivery.standard().caching(ON), PLENTY, "gated");
    leader.awaitBegin();
    RecordingSink follower = ask(true, ON, "gated");
    follower.awaitBegin();
    leading.cancel();
    // It leaves on its event loop, before which nothing more may come.
    leader.executor().submit(() -> {}).get(20, TimeUnit.SECONDS);
    harness.provider.open("gated");
    follower.awaitSummary();
    assertThat(follower.text()).isEqualTo("all is well");
    assertThat(mark(follower).status()).isEqualTo(CacheMark.Status.COALESCED);
    assertThat(leader.ended()).isFalse();
    assertThat(calls("gated")).isEqualTo(1);
  }

  @Test
  void aCallEndsWhenAllHaveLeft() throws Exception {
    RecordingSink leader = harness.sink();
    Delivery caching = Delivery.standard().caching(ON);
    GenerationEngine.RunningCall leading =
        harness.call(leader, hello(true), caching, PLENTY, "stall");
    leader.awaitBegin();
    RecordingSink follower = harness.sink();
    GenerationEngine.RunningCall following =
        harness.call(follower, hello(true), caching, PLENTY, "stall");
    follower.awaitBegin();
    leading.cancel();
    following.cancel();
    harness.provider.awaitClose("stall");
    assertThat(harness.record().outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(harness.record().outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(calls("stall")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whenTheFirstFailsAnotherTakesItsPlace(boolean stream) throws Exception {
    // Which of them is first is for their event loops to say.
    List<RecordingSink> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(ask(stream, ON, "gated-flaky"));
    }
    harness.provider.open("gated-flaky");
    int failed = 0;
    for (RecordingSink one : all) {
      if (one.awaitEnd()) {
        assertThat(one.text()).isEqualTo("all is well");
      } else {
        assertThat(one.awaitFailure().failure().kind()).isEqualTo(FailureKind.PROVIDER_ERROR);
        failed++;
      }
      assertThat(one.faults).isEmpty();
    }
    assertThat(failed).isEqualTo(1);
    assertThat(calls("gated-flaky")).isEqualTo(2);
  }

  @Test
  void whenTheSecondFailsTooAllAreTold() throws Exception {
    List<RecordingSink> sinks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sinks.add(ask(true, ON, "gated-dead"));
    }
    harness.provider.open("gated-dead");
    for (RecordingSink sink : sinks) {
      assertThat(sink.awaitFailure().failure().kind()).isEqualTo(FailureKind.PROVIDER_ERROR);
      assertThat(sink.faults).isEmpty();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(harness.record().outcome()).isEqualTo(Outcome.FAILED);
    }
  }

  @Test
  void eachTakesTheAnswerAtItsOwnPace() throws Exception {
    RecordingSink leader = ask(true, ON, "gated");
    leader.awaitBegin();
    RecordingSink slow = harness.sink();
    slow.writable = false;
    harness.call(slow, hello(true), Delivery.standard().caching(ON), PLENTY, "gated");
    RecordingSink quick = ask(true, ON, "gated");
    quick.awaitBegin();
    harness.provider.open("gated");
    leader.awaitSummary();
    quick.awaitSummary();
    assertThat(slow.ended()).isFalse();
    awaitWaiting(slow);
    slow.drain();
    slow.awaitSummary();
    assertThat(slow.text()).isEqualTo("all is well");
    assertThat(slow.faults).isEmpty();
    assertThat(calls("gated")).isEqualTo(1);
  }

  private static void awaitWaiting(RecordingSink sink) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (sink.waiting == null && System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(100_000);
    }
    assertThat(sink.waiting).isNotNull();
  }
}
