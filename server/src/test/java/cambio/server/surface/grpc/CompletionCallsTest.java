package cambio.server.surface.grpc;

import static cambio.server.surface.grpc.GrpcDoor.code;
import static cambio.server.surface.grpc.GrpcDoor.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cambio.router.money.Money;
import cambio.server.execution.BudgetState;
import cambio.server.execution.GenerationCall;
import cambio.server.surface.RequestBodies;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.ToolCallDelta;
import cambio.v1.AttemptOutcome;
import cambio.v1.AttemptReason;
import cambio.v1.Choice;
import cambio.v1.CompleteResponse;
import cambio.v1.CompletionServiceGrpc;
import cambio.v1.CompletionServiceGrpc.CompletionServiceBlockingStub;
import cambio.v1.CompletionServiceGrpc.CompletionServiceStub;
import cambio.v1.DeliveryOptions;
import cambio.v1.FailureDetail;
import cambio.v1.GenerationSpec;
import cambio.v1.ListModelRankingsRequest;
import cambio.v1.PlanRouteRequest;
import cambio.v1.RankingServiceGrpc;
import cambio.v1.StreamCompleteRequest;
import cambio.v1.StreamCompleteResponse;
import cambio.v1.StreamCompleteResponse.EventCase;
import com.google.protobuf.Duration;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionCallsTest {

  private static final GenerationEvent STOP = new Finished(0, FinishReason.STOP, "stop");

  private final GrpcDoor door = new GrpcDoor();
  private final CompletionServiceBlockingStub stub =
      door.client(CompletionServiceBlockingStub.class);

  @BeforeEach
  void reset() {
    door.engine.reset();
    door.health.setHealthy(true);
  }

  @AfterAll
  void close() {
    door.close();
  }

  @Test
  void unaryAnswerHoldsTextUsageCostAndAttempts() {
    door.engine.answers(new ContentDelta(0, "Good "), new ContentDelta(0, "day"), STOP);

    CompleteResponse answer = stub.complete(Specs.complete(Specs.hello()));

    assertThat(answer.getId()).isEqualTo("gen_test");
    assertThat(answer.getModel()).isEqualTo("acme/large");
    assertThat(answer.getProvider()).isEqualTo("acme");
    assertThat(answer.getEndpointId()).isEqualTo("acme:acme/large");
    Choice choice = answer.getChoices(0);
    assertThat(choice.getMessage().getContent(0).getText()).isEqualTo("Good day");
    assertThat(choice.getFinishReason()).isEqualTo(cambio.v1.FinishReason.FINISH_REASON_STOP);
    assertThat(answer.getUsage().getInputTokens()).isEqualTo(5);
    assertThat(answer.getUsage().getTotalTokens()).isEqualTo(7);
    assertThat(answer.getUsage().getCost().getTotalUsd()).isEqualTo("0.000021");
    assertThat(answer.getUsage().getCost().getPriceVersion()).isEqualTo("acme:acme/large@1");
    assertThat(answer.getReport().getAttemptsList())
        .extracting(a -> a.getReason())
        .containsExactly(AttemptReason.ATTEMPT_REASON_FIRST, AttemptReason.ATTEMPT_REASON_FALLBACK);
    assertThat(answer.getReport().getAttempts(0).getOutcome())
        .isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_FAILED);
    assertThat(answer.getReport().getAttempts(0).getHttpStatus()).isEqualTo(503);
    assertThat(answer.getReport().getWarnings(0).getField()).isEqualTo("top_k");
    assertThat(answer.getReport().hasRoute()).isFalse();
  }

  @Test
  void callReachesTheEngineWithItsCallerDeadlineAndConversation() throws Exception {
    door.engine.answers(STOP);
    GenerationSpec.Builder spec =
        Specs.hello()
            .setUser("maria")
            .setSessionId("s-1")
            .setMaxOutputTokens(7)
            .setDelivery(
                DeliveryOptions.newBuilder().setTimeout(Duration.newBuilder().setSeconds(9)));

    CompleteResponse unused = stub.complete(Specs.complete(spec));

    GenerationCall call = door.engine.calls.poll(120, TimeUnit.SECONDS);
    assertThat(call).isNotNull();
    assertThat(call.context().surface()).isEqualTo("grpc");
    assertThat(call.context().timeout()).hasSeconds(9);
    assertThat(call.context().principal().endUser()).isEqualTo("maria");
    assertThat(call.context().sessionId()).isEqualTo("s-1");
    assertThat(call.request().labels().user()).hasSize(64).doesNotContain("maria");
    assertThat(call.request().output().maxTokens()).isEqualTo(7);
    assertThat(call.request().stream()).isFalse();
    assertThat(call.route().models()).containsExactly("acme/large");
  }

  @Test
  void grpcDeadlineBecomesTheCallsTimeout() throws Exception {
    door.engine.answers(STOP);

    CompleteResponse unused =
        door.builder()
            .setHeader("authorization", "Bearer " + GrpcDoor.KEY)
            .responseTimeout(java.time.Duration.ofSeconds(60))
            .build(CompletionServiceBlockingStub.class)
            .complete(Specs.complete(Specs.hello()));

    GenerationCall call = door.engine.calls.poll(120, TimeUnit.SECONDS);
    assertThat(call).isNotNull();
    assertThat(call.context().timeout())
        .isLessThanOrEqualTo(java.time.Duration.ofSeconds(60))
        .isGreaterThan(java.time.Duration.ofSeconds(1));
  }

  @Test
  void streamComesInTheOrderOfTheContract() {
    door.engine.answers(
        new ContentDelta(0, "a"),
        new ToolCallDelta(0, 0, "call_1", "look", "{}"),
        new Finished(0, FinishReason.TOOL_CALL, null));

    List<StreamCompleteResponse> events = all(stub.streamComplete(Specs.stream(Specs.hello())));

    assertThat(events)
        .extracting(StreamCompleteResponse::getEventCase)
        .containsExactly(
            EventCase.STARTED,
            EventCase.CONTENT_DELTA,
            EventCase.TOOL_CALL_DELTA,
            EventCase.FINISHED,
            EventCase.USAGE,
            EventCase.REPORT);
    assertThat(events.getFirst().getStarted().getId()).isEqualTo("gen_test");
    assertThat(events.getLast().getReport().getTimings().getTimePerOutputToken().getNanos())
        .isEqualTo(100_000_000);
  }

  @Test
  void costAndGenerationIdAreInTheTrailers() {
    door.engine.answers(STOP);
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();

    List<StreamCompleteResponse> unused =
        all(
            stub.withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
                .streamComplete(Specs.stream(Specs.hello())));

    assertThat(trailers.get().get(CallScope.COST_USD)).isEqualTo("0.000021");
    assertThat(trailers.get().get(CallScope.GENERATION_ID)).isEqualTo("gen_test");
    assertThat(trailers.get().get(CallScope.REQUEST_ID)).isEqualTo("req_test");
  }

  @Test
  void aBudgetThatComesToItsEndIsInTheTrailers() {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    CompletionServiceBlockingStub listening =
        stub.withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
    door.engine.answersWith(new BudgetState(Money.parse("10"), Money.parse("1.5")));
    CompleteResponse low = listening.complete(Specs.complete(Specs.hello()));
    assertThat(low.getId()).isEqualTo("gen_test");
    assertThat(trailers.get().get(CallScope.BUDGET_LIMIT)).isEqualTo("10");
    assertThat(trailers.get().get(CallScope.BUDGET_REMAINING)).isEqualTo("1.5");

    door.engine.answersWith(new BudgetState(Money.parse("10"), Money.parse("2")));
    List<StreamCompleteResponse> plenty =
        all(listening.streamComplete(Specs.stream(Specs.hello())));
    assertThat(plenty).isNotEmpty();
    assertThat(trailers.get().get(CallScope.BUDGET_REMAINING)).isNull();
  }

  @Test
  void routeIsReportedWhereAskedFor() {
    door.engine.answers(STOP);
    GenerationSpec.Builder spec =
        Specs.hello().setDelivery(DeliveryOptions.newBuilder().setIncludeRoute(true));

    assertThat(stub.complete(Specs.complete(spec)).getReport().getRoute().getCandidatesList())
        .extracting(c -> c.getEndpointId())
        .containsExactly("bolt:acme/large", "acme:acme/large");
  }

  @Test
  void brokenStreamEndsWithAnErrorEventBeforeItsStatus() {
    door.engine.breaksAfter(
        Failure.of(FailureKind.TRANSPORT, "The connection broke."), new ContentDelta(0, "half"));
    Iterator<StreamCompleteResponse> answer = stub.streamComplete(Specs.stream(Specs.hello()));
    List<StreamCompleteResponse> events = new ArrayList<>();

    Throwable thrown = catchThrowable(() -> answer.forEachRemaining(events::add));

    assertThat(code(thrown)).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(events)
        .extracting(StreamCompleteResponse::getEventCase)
        .containsExactly(
            EventCase.STARTED, EventCase.CONTENT_DELTA, EventCase.REPORT, EventCase.ERROR);
    FailureDetail error = events.getLast().getError();
    assertThat(error.getKind()).isEqualTo(cambio.v1.FailureKind.FAILURE_KIND_TRANSPORT);
    assertThat(error.getRetryable()).isTrue();
    assertThat(error.getGenerationId()).isEqualTo("gen_test");
    assertThat(events.get(2).getReport().getAttempts(0).getOutcome())
        .isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_BROKEN);
    assertThat(detail(thrown)).isEqualTo(error);
  }

  @Test
  void failureBeforeTheFirstEventIsAPlainStatusWithDetails() {
    door.engine.fails(
        Failure.of(FailureKind.RATE_LIMITED, "The provider limits its rate.")
            .withUpstream(429, "slow_down")
            .withRetryAfter(java.time.Duration.ofSeconds(3)));
    Iterator<StreamCompleteResponse> answer = stub.streamComplete(Specs.stream(Specs.hello()));

    Throwable thrown = catchThrowable(answer::hasNext);

    assertThat(code(thrown)).isEqualTo(Status.Code.UNAVAILABLE);
    FailureDetail detail = detail(thrown);
    assertThat(detail.getRetryAfter().getSeconds()).isEqualTo(3);
    assertThat(detail.getHttpStatus()).isEqualTo(429);
    assertThat(detail.getProviderCode()).isEqualTo("slow_down");
    assertThat(detail.getEndpointsTried(0).getEndpointId()).isEqualTo("bolt:acme/large");
  }

  @Test
  void leavingCancelsTheCall() throws Exception {
    door.engine.script =
        (call, sink) -> {
          sink.committed(ScriptedEngine.head(call));
          sink.event(new ContentDelta(0, "and so on"));
        };
    Reader reader = new Reader(Integer.MAX_VALUE);
    door.client(CompletionServiceStub.class).streamComplete(Specs.stream(Specs.hello()), reader);
    reader.arrived.acquire(2);

    reader.call().cancel("enough", null);

    door.engine.cancelled.get(120, TimeUnit.SECONDS);
  }

  @Test
  void unaryCallerThatLeavesCancelsTheCall() throws Exception {
    CompletableFuture<CompleteResponse> answer = new CompletableFuture<>();
    var future =
        door.client(CompletionServiceGrpc.CompletionServiceFutureStub.class)
            .complete(Specs.complete(Specs.hello()));
    assertThat(door.engine.calls.poll(120, TimeUnit.SECONDS)).isNotNull();

    future.cancel(true);

    door.engine.cancelled.get(120, TimeUnit.SECONDS);
    assertThat(answer).isNotDone();
  }

  @Test
  void slowReaderHoldsTheEngineBackAndGetsEverything() throws Exception {
    int times = 10_000;
    door.engine.floods(new ContentDelta(0, "x".repeat(4096)), times);
    // What is sent and not yet read fits into the windows and buffers on the way: 40 MB do not.
    AtomicInteger furthestAhead = new AtomicInteger();
    Reader reader =
        new Reader(1) {
          @Override
          public void onNext(StreamCompleteResponse event) {
            super.onNext(event);
            int ahead = door.engine.emitted.get() - deltas;
            furthestAhead.accumulateAndGet(ahead, Math::max);
            call().request(1);
          }
        };

    door.client(CompletionServiceStub.class).streamComplete(Specs.stream(Specs.hello()), reader);
    reader.ended.get(120, TimeUnit.SECONDS);

    assertThat(reader.deltas).isEqualTo(times);
    assertThat(furthestAhead).hasValueLessThan(times / 2);
  }

  @Test
  void streamEndsAtItsCallersLimitWithAnErrorEvent() {
    door.engine.script =
        (call, sink) -> {
          sink.committed(ScriptedEngine.head(call));
          sink.event(new ContentDelta(0, "endless"));
        };
    GenerationSpec.Builder spec =
        Specs.hello()
            .setDelivery(
                DeliveryOptions.newBuilder()
                    .setTimeout(Duration.newBuilder().setNanos(200_000_000)));
    Iterator<StreamCompleteResponse> answer = stub.streamComplete(Specs.stream(spec));
    List<StreamCompleteResponse> events = new ArrayList<>();

    Throwable thrown = catchThrowable(() -> answer.forEachRemaining(events::add));

    assertThat(code(thrown)).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(events.getLast().getError().getKind())
        .isEqualTo(cambio.v1.FailureKind.FAILURE_KIND_TIMEOUT);
    assertThat(door.engine.cancelled).succeedsWithin(java.time.Duration.ofMinutes(2));
  }

  @Test
  void silentStreamGivesSignsOfLifeWhereAskedFor() throws Exception {
    GenerationSpec.Builder spec =
        Specs.hello()
            .setDelivery(
                DeliveryOptions.newBuilder().setKeepAlive(Duration.newBuilder().setSeconds(1)));
    Iterator<StreamCompleteResponse> answer = stub.streamComplete(Specs.stream(spec));

    assertThat(answer.next().getEventCase()).isEqualTo(EventCase.KEEP_ALIVE);
    assertThat(answer.next().getEventCase()).isEqualTo(EventCase.KEEP_ALIVE);
  }

  @Test
  void callWithoutAKeyIsRefusedBeforeTheEngineSeesIt() {
    Throwable thrown =
        catchThrowable(() ->
            door.builder()
                .build(CompletionServiceBlockingStub.class)
                .complete(Specs.complete(Specs.hello())));

    assertThat(code(thrown)).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(detail(thrown).getKind())
        .isEqualTo(cambio.v1.FailureKind.FAILURE_KIND_AUTHENTICATION);
    assertThat(door.engine.calls).isEmpty();
  }

  @Test
  void planIsAnsweredWithoutServing() {
    assertThat(
            stub.planRoute(PlanRouteRequest.newBuilder().setGeneration(Specs.hello()).build())
                .getPlan()
                .getCandidatesList())
        .hasSize(2);
    assertThat(door.engine.calls).isEmpty();
  }

  @Test
  void healthNeedsNoKeyAndFollowsTheChecker() {
    HealthGrpc.HealthBlockingStub health =
        door.builder().build(HealthGrpc.HealthBlockingStub.class);
    assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
        .isEqualTo(ServingStatus.SERVING);

    door.health.setHealthy(false);

    assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
        .isEqualTo(ServingStatus.NOT_SERVING);
  }

  @Test
  void serviceOfALaterVersionSaysSo() {
    Throwable thrown =
        catchThrowable(() ->
            door.client(RankingServiceGrpc.RankingServiceBlockingStub.class)
                .listModelRankings(ListModelRankingsRequest.getDefaultInstance()));

    assertThat(code(thrown)).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(thrown).hasMessageContaining("not served by this version");
  }

  @Test
  void messageOverTheLimitIsRefusedAsTooLarge() {
    try (GrpcDoor small =
        new GrpcDoor(
            new GrpcLimits(
                10_000, java.time.Duration.ofSeconds(10), java.time.Duration.ofSeconds(10)))) {
      for (int size : new int[] {20_000, 2_000_000}) {
        GenerationSpec.Builder spec = Specs.hello().setUser("u".repeat(size));

        Throwable thrown =
            catchThrowable(() ->
                small.client(CompletionServiceBlockingStub.class).complete(Specs.complete(spec)));

        assertThat(code(thrown)).as("%d: %s", size, thrown).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(detail(thrown).getKind())
            .isEqualTo(cambio.v1.FailureKind.FAILURE_KIND_PAYLOAD_TOO_LARGE);
        assertThat(detail(thrown).getHttpStatus()).isEqualTo(413);
      }
    }
  }

  @Test
  void messageBeyondTheBoundOfAllBodiesIsToldToComeBack() {
    RequestBodies bodies = new RequestBodies(10_000);
    try (GrpcDoor busy = new GrpcDoor(GrpcLimits.DEFAULTS, bodies)) {
      GenerationSpec.Builder spec = Specs.hello().setUser("u".repeat(20_000));

      Throwable thrown =
          catchThrowable(() ->
              busy.client(CompletionServiceBlockingStub.class).complete(Specs.complete(spec)));

      assertThat(code(thrown)).as("%s", thrown).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(detail(thrown).getHttpStatus()).isEqualTo(503);
      assertThat(bodies.held()).isZero();
    }
  }

  /** What no generated client can send: bytes that are no message, texts that are no UTF-8. */
  @ParameterizedTest
  @ValueSource(
      strings = {"0a05ffffffffff", "0affffffff0f", "0a04120241ff", "ffffffffffffffffffffff"})
  void bytesThatAreNoMessageAreRefused(String hex) {
    byte[] message = HexFormat.of().parseHex(hex);
    ByteBuffer frame = ByteBuffer.allocate(5 + message.length);
    frame.put((byte) 0).putInt(message.length).put(message);
    RequestHeaders headers =
        RequestHeaders.of(
            HttpMethod.POST,
            "/cambio.v1.CompletionService/Complete",
            "content-type",
            "application/grpc+proto",
            "te",
            "trailers",
            "authorization",
            "Bearer " + GrpcDoor.KEY);

    AggregatedHttpResponse response =
        WebClient.of("h2c://127.0.0.1:" + door.port())
            .execute(headers, frame.array())
            .aggregate()
            .join();

    String status = response.headers().get("grpc-status", "");
    assertThat(status.isEmpty() ? response.trailers().get("grpc-status") : status).isEqualTo("3");
    assertThat(door.engine.calls).isEmpty();
  }

  private static List<StreamCompleteResponse> all(Iterator<StreamCompleteResponse> answer) {
    List<StreamCompleteResponse> events = new ArrayList<>();
    answer.forEachRemaining(events::add);
    return events;
  }

  /** Reads a stream at its own pace. */
  private static class Reader
      implements ClientResponseObserver<StreamCompleteRequest, StreamCompleteResponse> {
    private final int first;
    private final Semaphore arrived = new Semaphore(0);
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<StreamCompleteRequest> call;
    int deltas;

    Reader(int first) {
      this.first = first;
    }

    ClientCallStreamObserver<StreamCompleteRequest> call() {
      return java.util.Objects.requireNonNull(call);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<StreamCompleteRequest> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(first);
    }

    @Override
    public void onNext(StreamCompleteResponse event) {
      if (event.hasContentDelta()) {
        deltas++;
      }
      arrived.release();
    }

    @Override
    public void onError(Throwable thrown) {
      ended.completeExceptionally(thrown);
    }

    @Override
    public void onCompleted() {
      ended.complete(null);
    }
  }
}
