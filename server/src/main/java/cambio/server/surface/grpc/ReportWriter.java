package cambio.server.surface.grpc;

import cambio.router.attempt.AttemptRecord;
import cambio.router.plan.RoutePlan;
import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CacheMark;
import cambio.server.execution.CallFailure;
import cambio.server.execution.Leg;
import cambio.spi.Adjustment;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.v1.Attempt;
import cambio.v1.AttemptOutcome;
import cambio.v1.GenerationReport;
import cambio.v1.Seam;
import cambio.v1.Timings;
import cambio.v1.Warning;
import cambio.v1.WarningKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what happened on the way. */
final class ReportWriter {

  private final PlanWriter plans;
  private final CallScope scope;
  private final ReadSpec spec;

  ReportWriter(PlanWriter plans, CallScope scope, ReadSpec spec) {
    this.plans = plans;
    this.scope = scope;
    this.spec = spec;
  }

  /** The report of an answer. */
  GenerationReport write(AnswerSummary summary, @Nullable AnswerHead head) {
    GenerationReport.Builder report = begun(head == null ? null : head.plan());
    CacheMark mark = head == null ? null : head.cache();
    if (mark != null && mark.sourceId() != null) {
      report.setCachedFromId(mark.sourceId());
    }
    addAttempts(report, summary.attempts(), summary.legs());
    addSeams(report, summary.legs());
    addWarnings(report, summary.adjustments());
    return report.setTimings(timings(summary)).build();
  }

  /** The report of a stream that broke. */
  GenerationReport write(CallFailure failure) {
    GenerationReport.Builder report = begun(failure.plan());
    addAttempts(report, failure.attempts(), failure.legs());
    addSeams(report, failure.legs());
    return report.build();
  }

  private GenerationReport.Builder begun(@Nullable RoutePlan plan) {
    GenerationReport.Builder report = GenerationReport.newBuilder().setRequestId(scope.requestId());
    if (plan != null && spec.delivery().includeRoute()) {
      report.setRoute(plans.write(plan));
    }
    addWarnings(report, spec.adjustments());
    return report;
  }

  private static void addAttempts(
      GenerationReport.Builder report, List<AttemptRecord> attempts, List<Leg> legs) {
    for (AttemptRecord attempt : attempts) {
      report.addAttempts(attempt(attempt, leg(attempt, legs)));
    }
  }

  private static void addSeams(GenerationReport.Builder report, List<Leg> legs) {
    Leg before = null;
    for (Leg leg : legs) {
      if (leg.seam() != null && before != null) {
        report.addSeams(
            Seam.newBuilder()
                .setFromAttempt(before.attempt())
                .setToAttempt(leg.attempt())
                .setTextOffset(leg.seam().characters()));
      }
      before = leg;
    }
  }

  private static @Nullable Leg leg(AttemptRecord attempt, List<Leg> legs) {
    for (Leg leg : legs) {
      if (leg.attempt() == attempt.number()) {
        return leg;
      }
    }
    return null;
  }

  private static Attempt attempt(AttemptRecord record, @Nullable Leg leg) {
    Attempt.Builder attempt =
        Attempt.newBuilder()
            .setNumber(record.number())
            .setEndpointId(record.candidate().endpoint().id())
            .setModel(record.candidate().endpoint().model())
            .setProvider(record.candidate().endpoint().provider())
            .setReason(AttemptReasons.of(record.reason()))
            .setOutcome(outcome(record, leg))
            .setStartTime(Times.timestamp(record.startedAt()))
            .setCredentialOwner(FailureKinds.owner(record.candidate().credentialOwner()));
    if (record.duration() != null) {
      attempt.setLatency(Times.duration(record.duration()));
    }
    if (record.timeToFirstEvent() != null) {
      attempt.setTimeToFirstEvent(Times.duration(record.timeToFirstEvent()));
    }
    Failure failure = record.failure();
    if (failure != null) {
      attempt.setFailureKind(FailureKinds.kind(failure.kind())).setMessage(failure.message());
      if (failure.upstreamStatus() != null) {
        attempt.setHttpStatus(failure.upstreamStatus());
      }
    }
    return attempt.build();
  }

  private static AttemptOutcome outcome(AttemptRecord record, @Nullable Leg leg) {
    Failure failure = record.failure();
    if (failure == null) {
      return record.duration() == null
          ? AttemptOutcome.ATTEMPT_OUTCOME_UNSPECIFIED
          : AttemptOutcome.ATTEMPT_OUTCOME_SUCCEEDED;
    }
    if (failure.kind() == FailureKind.CANCELLED) {
      return leg != null && !leg.shown()
          ? AttemptOutcome.ATTEMPT_OUTCOME_HEDGE_LOST
          : AttemptOutcome.ATTEMPT_OUTCOME_CANCELLED;
    }
    return leg != null
        ? AttemptOutcome.ATTEMPT_OUTCOME_BROKEN
        : AttemptOutcome.ATTEMPT_OUTCOME_FAILED;
  }

  private static void addWarnings(GenerationReport.Builder report, List<Adjustment> adjustments) {
    for (Adjustment adjustment : adjustments) {
      report.addWarnings(
          Warning.newBuilder()
              .setKind(
                  switch (adjustment.kind()) {
                    case DROPPED -> WarningKind.WARNING_KIND_DROPPED;
                    case CLAMPED -> WarningKind.WARNING_KIND_CLAMPED;
                    case EMULATED -> WarningKind.WARNING_KIND_EMULATED;
                    case REPAIRED -> WarningKind.WARNING_KIND_REPAIRED;
                  })
              .setField(adjustment.parameter())
              .setMessage(adjustment.detail()));
    }
  }

  private Timings timings(AnswerSummary summary) {
    Timings.Builder timings =
        Timings.newBuilder()
            .setTotal(Times.duration(summary.duration()))
            .setTimeToFirstEvent(Times.duration(summary.timeToFirstEvent()));
    int tokens = summary.usage().outputTokens();
    if (spec.request().stream() && tokens >= 2) {
      Duration speaking = summary.duration().minus(summary.timeToFirstEvent());
      timings.setTimePerOutputToken(Times.duration(speaking.dividedBy(tokens - 1)));
    }
    return timings.build();
  }
}
