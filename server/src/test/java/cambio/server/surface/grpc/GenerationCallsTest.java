package cambio.server.surface.grpc;

import static cambio.server.surface.grpc.GrpcDoor.code;
import static cambio.server.surface.grpc.GrpcDoor.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cambio.router.attempt.Verdict;
import cambio.router.plan.CredentialRef;
import cambio.server.store.AttemptRow;
import cambio.server.store.GenerationRow;
import cambio.spi.FailureKind;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.v1.AttemptReason;
import cambio.v1.CreateFeedbackRequest;
import cambio.v1.Feedback;
import cambio.v1.FeedbackCategory;
import cambio.v1.Generation;
import cambio.v1.GenerationOutcome;
import cambio.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import cambio.v1.GetGenerationRequest;
import cambio.v1.ListGenerationsRequest;
import cambio.v1.ListGenerationsResponse;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GenerationCallsTest {

  private static final Instant FIRST = Instant.parse("2026-11-24T09:00:00Z");

  private final GrpcDoor door = new GrpcDoor();
  private final GenerationServiceBlockingStub stub =
      door.client(GenerationServiceBlockingStub.class);

  @BeforeAll
  void serve() {
    for (int i = 1; i <= 3; i++) {
      door.store.append(row("gen_" + i, "work", i)).toCompletableFuture().join();
    }
    door.store.append(row("gen_9", "elsewhere", 9)).toCompletableFuture().join();
  }

  @AfterAll
  void close() {
    door.close();
  }

  private static GenerationRow row(String id, String workspace, int minute) {
    Instant at = FIRST.plus(Duration.ofMinutes(minute));
    return new GenerationRow(
        id,
        "req_" + minute,
        new GenerationRow.Owner("org", workspace, "key", "maria"),
        "default",
        "grpc",
        null,
        null,
        List.of("large"),
        new GenerationRow.AnsweredBy("acme/large", "acme", "acme:acme/large", "p@1"),
        "price",
        "test-1",
        "programming",
        at,
        Duration.ofMillis(50),
        Duration.ofMillis(90),
        true,
        GenerationRow.Outcome.COMPLETED,
        FinishReason.STOP,
        "stop",
        null,
        Usage.of(5, 2),
        false,
        null,
        null,
        List.of(attempt(1, "bolt", FailureKind.OVERLOADED, at), attempt(2, "acme", null, at)),
        null);
  }

  private static AttemptRow attempt(
      int number,
      String provider,
      @org.jspecify.annotations.Nullable FailureKind failure,
      Instant at) {
    return new AttemptRow(
        number,
        number == 1
            ? cambio.router.attempt.AttemptReason.FIRST
            : cambio.router.attempt.AttemptReason.FALLBACK,
        provider + ":acme/large",
        provider,
        "acme/large",
        "acme/large",
        "main",
        CredentialRef.OPERATOR,
        null,
        null,
        at,
        failure == null ? Verdict.SUCCESS : Verdict.DROPPED,
        failure,
        failure == null ? null : 503,
        null,
        null,
        Duration.ofMillis(40),
        null);
  }

  private Generation get(String id) {
    return stub.getGeneration(GetGenerationRequest.newBuilder().setId(id).build()).getGeneration();
  }

  @Test
  void recordShowsWhoAnsweredAndEveryAttempt() {
    Generation generation = get("gen_2");

    assertThat(generation.getModel()).isEqualTo("acme/large");
    assertThat(generation.getRequestedModel()).isEqualTo("large");
    assertThat(generation.getOutcome()).isEqualTo(GenerationOutcome.GENERATION_OUTCOME_COMPLETED);
    assertThat(generation.getUsage().getOutputTokens()).isEqualTo(2);
    assertThat(generation.getUsage().hasCost()).isFalse();
    assertThat(generation.getReport().getAttemptsList())
        .extracting(a -> a.getReason())
        .containsExactly(AttemptReason.ATTEMPT_REASON_FIRST, AttemptReason.ATTEMPT_REASON_FALLBACK);
    assertThat(generation.getReport().getAttempts(0).getHttpStatus()).isEqualTo(503);
  }

  @Test
  void recordsOfAnotherWorkspaceDoNotExist() {
    Throwable foreign = catchThrowable(() -> get("gen_9"));
    Throwable unknown = catchThrowable(() -> get("gen_8"));

    assertThat(code(foreign)).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(detail(foreign).getMessage())
        .isEqualTo(detail(unknown).getMessage().replace("gen_8", "gen_9"));
  }

  @Test
  void pagesGoFromTheNewestToTheOldest() {
    ListGenerationsResponse first =
        stub.listGenerations(ListGenerationsRequest.newBuilder().setPageSize(2).build());
    ListGenerationsResponse second =
        stub.listGenerations(
            ListGenerationsRequest.newBuilder()
                .setPageSize(2)
                .setPageToken(first.getNextPageToken())
                .build());

    assertThat(first.getGenerationsList())
        .extracting(Generation::getId)
        .containsExactly("gen_3", "gen_2");
    assertThat(second.getGenerationsList()).extracting(Generation::getId).containsExactly("gen_1");
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void feedbackIsKeptWithItsGenerationAndReplaced() {
    say("gen_3", Feedback.newBuilder().setScore(-1).setComment("wrong").build());
    Feedback second =
        Feedback.newBuilder()
            .setScore(0.25)
            .setCategory(FeedbackCategory.FEEDBACK_CATEGORY_FORMATTING)
            .build();
    say("gen_3", second);

    assertThat(get("gen_3").getCategory()).isEqualTo("programming");
    assertThat(get("gen_3").getFeedback().toBuilder().clearCreateTime().build()).isEqualTo(second);
    assertThat(get("gen_2").hasFeedback()).isFalse();
  }

  @Test
  void feedbackThatSaysNothingOrTooMuchIsRefused() {
    assertThat(refusal("gen_3", Feedback.getDefaultInstance())).contains("feedback", "nothing");
    assertThat(refusal("gen_3", Feedback.newBuilder().setScore(1.5).build()))
        .contains("feedback.score", "-1 to 1");
    assertThat(refusal("gen_3", Feedback.newBuilder().setScore(Double.NaN).build()))
        .contains("feedback.score");
    assertThat(refusal("gen_3", Feedback.newBuilder().setComment("x".repeat(2_001)).build()))
        .contains("feedback.comment", "2000");
    Throwable foreign = catchThrowable(() -> say("gen_9", good()));
    assertThat(code(foreign)).isEqualTo(Status.Code.NOT_FOUND);
  }

  private static Feedback good() {
    return Feedback.newBuilder().setScore(1).build();
  }

  private void say(String generation, Feedback feedback) {
    var unused =
        stub.createFeedback(
            CreateFeedbackRequest.newBuilder()
                .setGenerationId(generation)
                .setFeedback(feedback)
                .build());
  }

  private String refusal(String generation, Feedback feedback) {
    Throwable thrown = catchThrowable(() -> say(generation, feedback));
    assertThat(code(thrown)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    return detail(thrown).toString();
  }

  @Test
  void filterByTimeAndOutcomeHolds() {
    ListGenerationsRequest request =
        ListGenerationsRequest.newBuilder()
            .setStartTime(Times.timestamp(FIRST.plus(Duration.ofMinutes(2))))
            .setOutcome(GenerationOutcome.GENERATION_OUTCOME_COMPLETED)
            .build();

    assertThat(stub.listGenerations(request).getGenerationsList())
        .extracting(Generation::getId)
        .containsExactly("gen_3", "gen_2");
  }

  @Test
  void foreignPageTokenIsRefused() {
    Throwable thrown =
        catchThrowable(() ->
            stub.listGenerations(ListGenerationsRequest.newBuilder().setPageToken("x").build()));

    assertThat(detail(thrown).getField()).isEqualTo("page_token");
  }
}
