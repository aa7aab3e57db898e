package cambio.server.surface.grpc;

import cambio.router.plan.Principal;
import cambio.server.feedback.Feedback;
import cambio.server.store.GenerationQuery;
import cambio.server.store.GenerationRow;
import cambio.v1.CreateFeedbackRequest;
import cambio.v1.CreateFeedbackResponse;
import cambio.v1.Generation;
import cambio.v1.GenerationOutcome;
import cambio.v1.GenerationServiceGrpc;
import cambio.v1.GetGenerationRequest;
import cambio.v1.GetGenerationResponse;
import cambio.v1.ListGenerationsRequest;
import cambio.v1.ListGenerationsResponse;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GenerationService}: what a key's workspace has been served. */
final class GenerationCalls extends GenerationServiceGrpc.GenerationServiceImplBase {

  private static final int USUAL_PAGE = 100;

  private final GrpcPorts ports;

  GenerationCalls(GrpcPorts ports) {
    this.ports = ports;
  }

  @Override
  public void getGeneration(
      GetGenerationRequest request, StreamObserver<GetGenerationResponse> out) {
    Replies.replyFrom(
        ports.background(),
        out,
        scope -> {
          GenerationRow row = own("id", request.getId(), scope.principal());
          return GetGenerationResponse.newBuilder()
              .setGeneration(told(List.of(row)).getFirst())
              .build();
        });
  }

  @Override
  public void listGenerations(
      ListGenerationsRequest request, StreamObserver<ListGenerationsResponse> out) {
    Replies.replyFrom(
        ports.background(),
        out,
        scope -> {
          GenerationQuery query = query(request, scope.principal());
          List<GenerationRow> rows = ports.generations().list(query);
          ListGenerationsResponse.Builder answer = ListGenerationsResponse.newBuilder();
          answer.addAllGenerations(told(rows));
          if (rows.size() == query.limit()) {
            answer.setNextPageToken(rows.getLast().id());
          }
          return answer.build();
        });
  }

  @Override
  public void createFeedback(
      CreateFeedbackRequest request, StreamObserver<CreateFeedbackResponse> out) {
    Replies.replyFrom(
        ports.background(),
        out,
        scope -> {
          GenerationRow row = own("generation_id", request.getGenerationId(), scope.principal());
          Feedback feedback =
              FeedbackText.read(
                  request.getFeedback(), row, scope.principal(), ports.clock().instant());
          ports.feedback().take(feedback);
          return CreateFeedbackResponse.newBuilder()
              .setFeedback(FeedbackText.write(feedback))
              .build();
        });
  }

  /** A generation of the caller's workspace; others do not exist for it. */
  private GenerationRow own(String field, String id, Principal principal) {
    GenerationRow row = id.isEmpty() ? null : ports.generations().find(id);
    if (row == null || !isOf(principal, row.owner())) {
      throw ModelFinder.notFound(
          field,
          "There is no generation "
              + Violations.shown(id)
              + " in this workspace. ListGenerations (GET /cambio/v1/generations) shows"
              + " those there are.");
    }
    return row;
  }

  /** As they are told, with what was said of them. */
  private List<Generation> told(List<GenerationRow> rows) {
    Map<String, Feedback> said =
        ports.feedback().newest(rows.stream().map(GenerationRow::id).toList());
    return rows.stream()
        .map(row -> {
          Generation.Builder told = GenerationWriter.write(row).toBuilder();
          Feedback feedback = said.get(row.id());
          return feedback == null
              ? told.build()
              : told.setFeedback(FeedbackText.write(feedback)).build();
        })
        .toList();
  }

  private static boolean isOf(Principal principal, GenerationRow.Owner owner) {
    return owner.organization().equals(principal.organization())
        && owner.workspace().equals(principal.workspace());
  }

  private static GenerationQuery query(ListGenerationsRequest request, Principal principal) {
    Violations violations = new Violations();
    Integer size =
        violations.integer(
            request.getPageSize() != 0,
            "page_size",
            request.getPageSize(),
            1,
            GenerationQuery.LIMIT_MAX);
    String token = request.getPageToken();
    violations.require(
        token.isEmpty() || token.startsWith("gen_"),
        "page_token",
        "not one of ours (expected: next_page_token of the page before)");
    Instant from =
        Times.instant(request.hasStartTime(), "start_time", request.getStartTime(), violations);
    Instant until =
        Times.instant(request.hasEndTime(), "end_time", request.getEndTime(), violations);
    GenerationRow.Outcome outcome = outcome(request.getOutcome(), violations);
    violations.throwIfAny();
    return new GenerationQuery.Filter()
        .received(from, until)
        .ofOrganization(principal.organization())
        .ofWorkspace(principal.workspace())
        .ofKey(given(request.getKeyId()))
        .ofEndUser(given(request.getUser()))
        .ofSession(given(request.getSessionId()))
        .answeredBy(given(request.getModel()), given(request.getProvider()))
        .ending(outcome)
        .page(given(token), size == null ? USUAL_PAGE : size);
  }

  private static GenerationRow.@Nullable Outcome outcome(
      GenerationOutcome outcome, Violations violations) {
    return switch (outcome) {
      case GENERATION_OUTCOME_UNSPECIFIED -> null;
      case GENERATION_OUTCOME_COMPLETED -> GenerationRow.Outcome.COMPLETED;
      case GENERATION_OUTCOME_FAILED -> GenerationRow.Outcome.FAILED;
      case GENERATION_OUTCOME_BROKEN -> GenerationRow.Outcome.BROKEN;
      case GENERATION_OUTCOME_CANCELLED -> GenerationRow.Outcome.CANCELLED;
      case UNRECOGNIZED -> {
        violations.add("outcome", "unknown");
        yield null;
      }
    };
  }

  private static @Nullable String given(String text) {
    return text.isEmpty() ? null : text;
  }
}
