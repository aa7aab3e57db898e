package cambio.server.surface.grpc;

import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.Verdict;
import cambio.router.catalog.Endpoint;
import cambio.router.meter.Meter;
import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.router.plan.Candidate;
import cambio.router.plan.CredentialRef;
import cambio.router.plan.RoutePlan;
import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.BudgetState;
import cambio.server.execution.CallFailure;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.GenerationEngine;
import cambio.server.execution.Leg;
import cambio.spi.Adjustment;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * An engine whose answers a test writes. Keeps the engine's promises: it calls the sink on its
 * executor, after {@link #start} has returned, and stops while the sink has no room.
 */
final class ScriptedEngine implements GenerationEngine {

  static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  static final Endpoint ENDPOINT = Catalogs.endpoint("acme", "acme/large", "alpha", "3");
  static final Endpoint BROKEN = Catalogs.endpoint("bolt", "acme/large", "alpha", "2");

  final LinkedBlockingQueue<GenerationCall> calls = new LinkedBlockingQueue<>();
  final AtomicInteger emitted = new AtomicInteger();
  volatile CompletableFuture<Void> cancelled = new CompletableFuture<>();

  /** What the next call does. */
  volatile BiConsumer<GenerationCall, AnswerSink> script = (call, sink) -> {};

  /** Forgets everything, for the next test. */
  void reset() {
    calls.clear();
    emitted.set(0);
    cancelled = new CompletableFuture<>();
    script = (call, sink) -> {};
  }

  @Override
  public RunningCall start(GenerationCall call, AnswerSink sink) {
    calls.add(call);
    sink.executor().execute(() -> script.accept(call, sink));
    CompletableFuture<Void> told = cancelled;
    return () -> told.complete(null);
  }

  /** Answers with these events, whole. */
  void answers(GenerationEvent... events) {
    script =
        (call, sink) -> {
          sink.committed(head(call));
          for (GenerationEvent event : events) {
            sink.event(event);
          }
          sink.completed(summary());
        };
  }

  /** Answers with nothing, where a budget stands like this. */
  void answersWith(BudgetState budget) {
    script =
        (call, sink) -> {
          AnswerHead head = head(call);
          sink.committed(
              new AnswerHead(
                  head.generationId(),
                  head.model(),
                  head.provider(),
                  head.endpoint(),
                  head.createdAtEpochSecond(),
                  head.attempt(),
                  head.plan(),
                  null,
                  budget));
          sink.completed(summary());
        };
  }

  /** Answers with these events, then breaks. */
  void breaksAfter(Failure failure, GenerationEvent... events) {
    script =
        (call, sink) -> {
          sink.committed(head(call));
          for (GenerationEvent event : events) {
            sink.event(event);
          }
          sink.failed(
              new CallFailure(
                  failure,
                  true,
                  List.of(attempt(1, ENDPOINT, failure)),
                  List.of(
                      new Leg(1, Leg.Role.ANSWER, new Meter(Usage.of(5, 0)).reading(), null, null)),
                  null,
                  null));
        };
  }

  /** Fails before anything. */
  void fails(Failure failure) {
    script =
        (call, sink) ->
            sink.failed(
                new CallFailure(
                    failure, false, List.of(attempt(1, BROKEN, failure)), plan(), null));
  }

  /** Sends the event again and again, as long as the sink has room. */
  void floods(GenerationEvent event, int times) {
    script =
        (call, sink) -> {
          sink.committed(head(call));
          flood(sink, event, times);
        };
  }

  private void flood(AnswerSink sink, GenerationEvent event, int times) {
    while (emitted.get() < times) {
      if (!sink.writable()) {
        sink.whenWritable(() -> sink.executor().execute(() -> flood(sink, event, times)));
        return;
      }
      emitted.incrementAndGet();
      sink.event(event);
    }
    sink.completed(summary());
  }

  static AnswerHead head(GenerationCall call) {
    return new AnswerHead(
        call.context().generationId(),
        "acme/large",
        "acme",
        ENDPOINT.id(),
        NOW.getEpochSecond(),
        2,
        plan(),
        null);
  }

  static AnswerSummary summary() {
    Cost cost =
        new Cost(
            Money.parse("0.000021"),
            Money.parse("0.000015"),
            Money.ZERO,
            Money.ZERO,
            Money.parse("0.000006"),
            Money.ZERO,
            Money.ZERO,
            Money.ZERO);
    Failure failure =
        Failure.of(FailureKind.OVERLOADED, "The provider is overloaded.").withUpstream(503, null);
    return new AnswerSummary(
        Usage.of(5, 2),
        false,
        cost,
        List.of(attempt(1, BROKEN, failure), attempt(2, ENDPOINT, null)),
        List.of(),
        List.of(Adjustment.dropped("top_k", "The provider knows no top_k.")),
        Duration.ofMillis(120),
        Duration.ofMillis(220));
  }

  static RoutePlan plan() {
    return new RoutePlan(
        List.of("acme/large"),
        "price",
        List.of(candidate(BROKEN), candidate(ENDPOINT)),
        List.of(),
        "test-1");
  }

  private static Candidate candidate(Endpoint endpoint) {
    return new Candidate(
        endpoint, "main", CredentialRef.OPERATOR, endpoint.prices().getFirst(), List.of());
  }

  private static AttemptRecord attempt(
      int number, Endpoint endpoint, @org.jspecify.annotations.Nullable Failure failure) {
    return new AttemptRecord(
        number,
        number == 1 ? AttemptReason.FIRST : AttemptReason.FALLBACK,
        candidate(endpoint),
        NOW,
        failure,
        failure == null ? Verdict.SUCCESS : Verdict.DROPPED,
        failure == null ? Duration.ofMillis(100) : null,
        Duration.ofMillis(200));
  }
}
