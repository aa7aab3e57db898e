package cambio.server.surface.grpc;

import static cambio.server.surface.grpc.EventWriter.orEmpty;

import cambio.router.attempt.FailureTable;
import cambio.server.store.AttemptRow;
import cambio.server.store.GenerationRow;
import cambio.spi.FailureKind;
import cambio.v1.Attempt;
import cambio.v1.AttemptOutcome;
import cambio.v1.Generation;
import cambio.v1.GenerationOutcome;
import cambio.v1.GenerationReport;
import cambio.v1.Seam;
import cambio.v1.Timings;
import com.google.rpc.Status;

/** Writes the record of what was served. */
final class GenerationWriter {

  private GenerationWriter() {}

  static Generation write(GenerationRow row) {
    Generation.Builder written =
        Generation.newBuilder()
            .setId(row.id())
            .setCreateTime(Times.timestamp(row.receivedAt()))
            .setSurface(row.surface())
            .setOutcome(outcome(row.outcome()))
            .setNativeFinishReason(orEmpty(row.nativeFinishReason()))
            .setStreamed(row.streamed())
            .setReport(report(row))
            .setOrganizationId(row.owner().organization())
            .setWorkspaceId(row.owner().workspace())
            .setKeyId(row.owner().keyId())
            .setUser(orEmpty(row.owner().endUser()))
            .setSessionId(orEmpty(row.sessionId()))
            .setApp(orEmpty(row.app()))
            .setCatalogVersion(orEmpty(row.catalogVersion()))
            .setCategory(orEmpty(row.category()));
    if (!row.requestedModels().isEmpty()) {
      written.setRequestedModel(row.requestedModels().getFirst());
    }
    if (row.finishReason() != null) {
      written.setFinishReason(EventWriter.reason(row.finishReason()));
    }
    if (row.failureKind() != null) {
      written.setStatus(status(row.failureKind()));
    }
    GenerationRow.AnsweredBy answeredBy = row.answeredBy();
    if (answeredBy != null) {
      written
          .setModel(answeredBy.model())
          .setProvider(answeredBy.provider())
          .setEndpointId(answeredBy.endpoint());
    }
    if (row.usage() != null) {
      String price = answeredBy == null ? "" : orEmpty(answeredBy.priceVersion());
      written.setUsage(UsageWriter.write(row.usage(), row.usageEstimated(), row.cost(), price));
    }
    return written.build();
  }

  private static Status status(FailureKind kind) {
    return Status.newBuilder()
        .setCode(FailureTable.of(kind).grpc().number())
        .setMessage(FailureTable.of(kind).errorType())
        .build();
  }

  private static GenerationOutcome outcome(GenerationRow.Outcome outcome) {
    return switch (outcome) {
      case COMPLETED -> GenerationOutcome.GENERATION_OUTCOME_COMPLETED;
      case FAILED -> GenerationOutcome.GENERATION_OUTCOME_FAILED;
      case BROKEN -> GenerationOutcome.GENERATION_OUTCOME_BROKEN;
      case CANCELLED -> GenerationOutcome.GENERATION_OUTCOME_CANCELLED;
    };
  }

  private static GenerationReport report(GenerationRow row) {
    GenerationReport.Builder report =
        GenerationReport.newBuilder()
            .setRegion(row.region())
            .setRequestId(row.requestId())
            .setCachedFromId(orEmpty(row.cachedFrom()));
    Timings.Builder timings = Timings.newBuilder().setTotal(Times.duration(row.duration()));
    if (row.timeToFirstEvent() != null) {
      timings.setTimeToFirstEvent(Times.duration(row.timeToFirstEvent()));
    }
    AttemptRow before = null;
    for (AttemptRow attempt : row.attempts()) {
      report.addAttempts(attempt(attempt));
      if (attempt.leg() != null && attempt.leg().seam() != null && before != null) {
        report.addSeams(
            Seam.newBuilder()
                .setFromAttempt(before.number())
                .setToAttempt(attempt.number())
                .setTextOffset(attempt.leg().seam().characters()));
      }
      before = attempt.leg() == null ? before : attempt;
    }
    return report.setTimings(timings).build();
  }

  private static Attempt attempt(AttemptRow row) {
    Attempt.Builder attempt =
        Attempt.newBuilder()
            .setNumber(row.number())
            .setEndpointId(row.endpoint())
            .setModel(row.model())
            .setProvider(row.provider())
            .setReason(AttemptReasons.of(row.reason()))
            .setOutcome(outcome(row))
            .setStartTime(Times.timestamp(row.startedAt()))
            .setCredentialOwner(FailureKinds.owner(row.credentialOwner()));
    if (row.failureKind() != null) {
      attempt.setFailureKind(FailureKinds.kind(row.failureKind()));
    }
    if (row.upstreamStatus() != null) {
      attempt.setHttpStatus(row.upstreamStatus());
    }
    if (row.duration() != null) {
      attempt.setLatency(Times.duration(row.duration()));
    }
    if (row.timeToFirstEvent() != null) {
      attempt.setTimeToFirstEvent(Times.duration(row.timeToFirstEvent()));
    }
    return attempt.build();
  }

  private static AttemptOutcome outcome(AttemptRow row) {
    if (row.failureKind() == null) {
      return row.duration() == null
          ? AttemptOutcome.ATTEMPT_OUTCOME_UNSPECIFIED
          : AttemptOutcome.ATTEMPT_OUTCOME_SUCCEEDED;
    }
    if (row.failureKind() == FailureKind.CANCELLED) {
      return row.leg() != null && !row.leg().shown()
          ? AttemptOutcome.ATTEMPT_OUTCOME_HEDGE_LOST
          : AttemptOutcome.ATTEMPT_OUTCOME_CANCELLED;
    }
    return row.leg() != null
        ? AttemptOutcome.ATTEMPT_OUTCOME_BROKEN
        : AttemptOutcome.ATTEMPT_OUTCOME_FAILED;
  }
}
