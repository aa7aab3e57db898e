package cambio.server.surface.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cambio.server.Await;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.GenerationCall;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.Embedded;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.v1.CompleteResponse;
import cambio.v1.CompletionServiceGrpc;
import cambio.v1.CompletionServiceGrpc.CompletionServiceBlockingStub;
import cambio.v1.EmbedInput;
import cambio.v1.EmbedRequest;
import cambio.v1.EmbedResponse;
import cambio.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import cambio.v1.FailureDetail;
import cambio.v1.GenerationSpec;
import cambio.v1.StreamCompleteResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Idempotency keys at the gRPC door. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyCallsTest {

  private static final GenerationEvent STOP = new Finished(0, FinishReason.STOP, "stop");

  private final GrpcDoor door = new GrpcDoor();
  private final CompletionServiceBlockingStub stub =
      door.client(CompletionServiceBlockingStub.class);
  private final AtomicReference<Metadata> headers = new AtomicReference<>();
  private final AtomicReference<Metadata> trailers = new AtomicReference<>();

  @BeforeEach
  void reset() {
    door.engine.reset();
  }

  @AfterAll
  void close() {
    door.close();
  }

  private static GenerationSpec.Builder spec() {
    return Specs.hello().setIdempotencyKey(UUID.randomUUID().toString());
  }

  private CompletionServiceBlockingStub listening() {
    return stub.withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
  }

  private static List<StreamCompleteResponse> all(Iterator<StreamCompleteResponse> stream) {
    List<StreamCompleteResponse> events = new ArrayList<>();
    stream.forEachRemaining(events::add);
    return events;
  }

  @Test
  void aWholeAnswerIsGivenAgain() {
    GenerationSpec.Builder spec = spec();
    door.engine.answers(new ContentDelta(0, "once"), STOP);
    CompleteResponse first = listening().complete(Specs.complete(spec));
    assertThat(headers.get().get(CallScope.REPLAYED)).isNull();
    door.engine.answers(new ContentDelta(0, "twice"), STOP);
    CompleteResponse again = listening().complete(Specs.complete(spec));

    assertThat(again.toByteArray()).isEqualTo(first.toByteArray());
    assertThat(again.getChoices(0).getMessage().getContent(0).getText()).isEqualTo("once");
    assertThat(headers.get().get(CallScope.REPLAYED)).isEqualTo("true");
    assertThat(trailers.get().getAll(CallScope.GENERATION_ID)).containsExactly(first.getId());
    assertThat(trailers.get().get(CallScope.COST_USD)).isEqualTo("0.000021");
    assertThat(door.engine.calls).hasSize(1);
  }

  @Test
  void aStreamIsGivenAgainWithItsUsageAndReport() {
    GenerationSpec.Builder spec = spec();
    door.engine.answers(new ContentDelta(0, "a"), new ContentDelta(0, "b"), STOP);
    List<StreamCompleteResponse> first = all(stub.streamComplete(Specs.stream(spec)));
    List<StreamCompleteResponse> again = all(listening().streamComplete(Specs.stream(spec)));
    assertThat(again).isEqualTo(first);
    assertThat(first.getLast().hasReport()).isTrue();
    assertThat(headers.get().get(CallScope.REPLAYED)).isEqualTo("true");
    assertThat(door.engine.calls).hasSize(1);
  }

  @Test
  void aStreamThatBrokeOffIsGivenAgainAsItBroke() {
    GenerationSpec.Builder spec = spec();
    door.engine.breaksAfter(
        Failure.of(FailureKind.TRANSPORT, "It broke."), new ContentDelta(0, "half"));
    List<List<StreamCompleteResponse>> seen = new ArrayList<>();
    List<FailureDetail> told = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<StreamCompleteResponse> events = new ArrayList<>();
      Throwable end =
          catchThrowable(
              () -> stub.streamComplete(Specs.stream(spec)).forEachRemaining(events::add));
      assertThat(GrpcDoor.code(end)).isEqualTo(Status.Code.UNAVAILABLE);
      seen.add(events);
      told.add(GrpcDoor.detail(end));
    }
    assertThat(seen.get(1)).isEqualTo(seen.get(0)).isNotEmpty();
    assertThat(told.get(1)).isEqualTo(told.get(0));
    assertThat(door.engine.calls).hasSize(1);
  }

  @Test
  void aKeyTakesNoOtherRequestAndNoOtherMethod() {
    GenerationSpec.Builder spec = spec();
    door.engine.answers(new ContentDelta(0, "once"), STOP);
    CompleteResponse unused = stub.complete(Specs.complete(spec));

    Throwable other = catchThrowable(() -> stub.complete(Specs.complete(spec.setUser("else"))));
    assertThat(GrpcDoor.code(other)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    FailureDetail detail = GrpcDoor.detail(other);
    assertThat(detail.getHttpStatus()).isEqualTo(422);
    assertThat(detail.getField()).isEqualTo("idempotency_key");

    Throwable method =
        catchThrowable(() -> all(stub.streamComplete(Specs.stream(spec.clearUser()))));
    assertThat(GrpcDoor.code(method)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(door.engine.calls).hasSize(1);
  }

  @Test
  void aFailureFreesTheKey() {
    GenerationSpec.Builder spec = spec();
    door.engine.fails(Failure.of(FailureKind.OVERLOADED, "Too much."));
    Throwable failed = catchThrowable(() -> stub.complete(Specs.complete(spec)));
    assertThat(GrpcDoor.code(failed)).isEqualTo(Status.Code.UNAVAILABLE);
    door.engine.answers(new ContentDelta(0, "better"), STOP);
    CompleteResponse retried = stub.complete(Specs.complete(spec));
    assertThat(retried.getChoices(0).getMessage().getContent(0).getText()).isEqualTo("better");
  }

  @Test
  void whileItRunsARepetitionIsAbortedAndItGoesOnWithoutItsCaller() throws Exception {
    GenerationSpec.Builder spec = spec();
    CompletableFuture<AnswerSink> running = new CompletableFuture<>();
    CompletableFuture<GenerationCall> begun = new CompletableFuture<>();
    door.engine.script =
        (call, sink) -> {
          begun.complete(call);
          running.complete(sink);
        };
    CompletionServiceGrpc.CompletionServiceFutureStub leaving =
        door.client(CompletionServiceGrpc.CompletionServiceFutureStub.class);
    var first = leaving.complete(Specs.complete(spec));
    AnswerSink sink = running.get(60, TimeUnit.SECONDS);

    Throwable wait = catchThrowable(() -> stub.complete(Specs.complete(spec)));
    assertThat(GrpcDoor.code(wait)).isEqualTo(Status.Code.ABORTED);
    assertThat(GrpcDoor.detail(wait).getRetryAfter().getSeconds()).isEqualTo(1);

    first.cancel(true);
    sink.executor()
        .execute(() -> {
          sink.committed(ScriptedEngine.head(begun.join()));
          sink.event(new ContentDelta(0, "at last"));
          sink.event(STOP);
          sink.completed(ScriptedEngine.summary());
        });
    AtomicReference<CompleteResponse> answer = new AtomicReference<>();
    Await.until(
        "the answer",
        () -> catchThrowable(() -> answer.set(stub.complete(Specs.complete(spec)))) == null);
    assertThat(answer.get().getChoices(0).getMessage().getContent(0).getText())
        .isEqualTo("at last");
    assertThat(door.engine.calls).hasSize(1);
    assertThat(door.engine.cancelled).isNotDone();
  }

  @Test
  void vectorsAreGivenAgain() {
    EmbeddingServiceBlockingStub embeddings = door.client(EmbeddingServiceBlockingStub.class);
    EmbedRequest request =
        EmbedRequest.newBuilder()
            .setModel("acme/large")
            .addInputs(EmbedInput.newBuilder().setText("hi"))
            .setIdempotencyKey(UUID.randomUUID().toString())
            .build();
    door.engine.answers(new Embedded(List.of(new float[] {1, 2})), STOP);
    EmbedResponse first = embeddings.embed(request);
    door.engine.answers(new Embedded(List.of(new float[] {3, 4})), STOP);
    assertThat(embeddings.embed(request)).isEqualTo(first);
    assertThat(first.getEmbeddings(0).getValues(0)).isEqualTo(1);
  }

  @Test
  void theHeaderIsAsGoodAsTheField() {
    String key = UUID.randomUUID().toString();
    CompletionServiceBlockingStub withHeader =
        door.builder()
            .setHeader("authorization", "Bearer " + GrpcDoor.KEY)
            .setHeader("idempotency-key", key)
            .build(CompletionServiceBlockingStub.class);
    door.engine.answers(new ContentDelta(0, "once"), STOP);
    CompleteResponse first = withHeader.complete(Specs.complete(Specs.hello()));
    CompleteResponse again = withHeader.complete(Specs.complete(Specs.hello()));
    assertThat(again).isEqualTo(first);
    assertThat(door.engine.calls).hasSize(1);

    Throwable two =
        catchThrowable(
            () -> withHeader.complete(Specs.complete(Specs.hello().setIdempotencyKey("another"))));
    assertThat(GrpcDoor.code(two)).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }
}
