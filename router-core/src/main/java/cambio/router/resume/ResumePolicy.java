package cambio.router.resume;

import cambio.router.attempt.AttemptPolicy;
import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.FailureTable;
import cambio.router.attempt.NextStep;
import cambio.router.attempt.Recourse;
import cambio.router.catalog.Endpoint;
import cambio.router.health.EndpointHealth;
import cambio.router.health.HealthSnapshot;
import cambio.router.plan.Availability;
import cambio.router.plan.Candidate;
import cambio.router.plan.RoutePlan;
import cambio.spi.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says who carries on an answer that broke off: another endpoint of the same model, in the plan's
 * order, or the same one where there is no other and it is well. A pure function of its arguments;
 * safe to use from any thread.
 */
public final class ResumePolicy {

  private final AttemptPolicy attempts;

  /** A policy under which attempts are chosen as by that one, within the same limits. */
  public ResumePolicy(AttemptPolicy attempts) {
    this.attempts = attempts;
  }

  /** Whether a failure is of a kind that another attempt may mend. */
  public static boolean mendable(Failure failure) {
    Recourse recourse = FailureTable.of(failure.kind()).recourse();
    return recourse == Recourse.OTHER_ENDPOINT || recourse == Recourse.OTHER_CREDENTIAL;
  }

  /** Who could carry on an answer of this endpoint, itself included, in the plan's order. */
  public static List<Candidate> able(
      RoutePlan plan, Endpoint answering, Availability availability) {
    List<Candidate> able = new ArrayList<>();
    for (Candidate candidate : plan.candidates()) {
      Endpoint endpoint = candidate.endpoint();
      if (endpoint.model().equals(answering.model()) && availability.continuesPrefix(endpoint)) {
        able.add(candidate);
      }
    }
    return able;
  }

  /**
   * Who is to carry on.
   *
   * @param able see {@link #able}
   * @param history the attempts so far, all failed, the one that broke off and those after it last
   * @param deadline until when the rest must begin
   * @param retriesAllowed whether the retry budget pays for a further attempt
   * @return null where nobody is left
   */
  public NextStep.@Nullable Try next(
      RoutePlan plan,
      List<Candidate> able,
      List<AttemptRecord> history,
      HealthSnapshot health,
      Instant now,
      Instant deadline,
      boolean retriesAllowed) {
    Candidate again = onlyOne(able, history, health, now);
    // The history rules out who failed: it is asked as if the only one had not.
    List<AttemptRecord> judged = again == null ? history : List.of();
    RoutePlan rest =
        new RoutePlan(
            plan.requested(),
            plan.strategy(),
            again == null ? able : List.of(again),
            List.of(),
            plan.catalogVersion());
    if (rest.candidates().isEmpty() || !retriesAllowed || spent(history)) {
      return null;
    }
    NextStep step = attempts.next(rest, judged, health, now, deadline, true);
    // A wait, or another way to a candidate of before, is none in the middle of an answer.
    return step instanceof NextStep.Try next && rest.candidates().contains(next.candidate())
        ? next
        : null;
  }

  private boolean spent(List<AttemptRecord> history) {
    return history.size() >= attempts.limits().maxAttempts();
  }

  /** The endpoint that broke off, where no other could carry on and it works. */
  private static @Nullable Candidate onlyOne(
      List<Candidate> able, List<AttemptRecord> history, HealthSnapshot health, Instant now) {
    Candidate broken = history.getLast().candidate();
    String endpoint = broken.endpoint().id();
    for (Candidate candidate : able) {
      if (!candidate.endpoint().id().equals(endpoint)) {
        return null;
      }
    }
    EndpointHealth state = health.endpoint(endpoint);
    Instant cooling = health.coolingUntil(endpoint, broken.credential());
    boolean well =
        state.breaker().passes(now)
            && !state.unstable()
            && (cooling == null || !cooling.isAfter(now));
    return well && able.contains(broken) ? broken : null;
  }
}
