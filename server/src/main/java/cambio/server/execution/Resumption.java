package cambio.server.execution;

import cambio.router.attempt.NextStep;
import cambio.router.health.HealthSnapshot;
import cambio.router.plan.Candidate;
import cambio.router.resume.Continuation;
import cambio.router.resume.PartialAnswer;
import cambio.router.resume.ResumePolicy;
import cambio.router.resume.Seam;
import cambio.spi.Failure;
import cambio.spi.request.GenerationRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to carry an answer on when it breaks off; exists only where that may be possible.
 * Lives on the call's event loop.
 */
final class Resumption {

  private final RoutedCall call;
  private final ResumePolicy policy;
  private final List<Candidate> able;
  private final PartialAnswer partial = new PartialAnswer();
  private @Nullable Break lastBreak;

  private Resumption(RoutedCall call, ResumePolicy policy, List<Candidate> able) {
    this.call = call;
    this.policy = policy;
    this.able = able;
  }

  /**
   * A place where the answer broke off.
   *
   * @param failure why
   * @param deadline until when the rest must begin
   * @param rest how it is asked for
   */
  record Break(Failure failure, Instant deadline, Seam seam, Continuation rest) {}

  /** For the answer that this attempt begins; null where it could not be carried on. */
  static @Nullable Resumption of(RoutedCall call, RoutingFacts facts, Attempt first) {
    GenerationRequest request = call.call().request();
    if (!facts.resume()
        || !call.call().delivery().resume()
        || !request.stream()
        || Continuation.objection(request) != null) {
      return null;
    }
    List<Candidate> able =
        ResumePolicy.able(call.requirePlan(), first.candidate().endpoint(), facts.availability());
    return able.isEmpty()
        ? null
        : new Resumption(call, new ResumePolicy(facts.attempts(true)), able);
  }

  PartialAnswer partial() {
    return partial;
  }

  /**
   * The answer breaks off here.
   *
   * @param longest how long the caller may be kept waiting for the rest
   * @return whether it can be carried on
   */
  boolean breaksOff(Failure failure, Instant now, Duration longest) {
    lastBreak = null;
    if (!ResumePolicy.mendable(failure) || partial.objection() != null) {
      return false;
    }
    Continuation rest = Continuation.of(call.call().request(), partial);
    if (rest == null) {
      return false;
    }
    lastBreak = new Break(failure, now.plus(longest), partial.seam(), rest);
    return true;
  }

  /** The place that is to be mended now; null while there is none. */
  @Nullable Break lastBreak() {
    return lastBreak;
  }

  /** Who is to carry on from the break; null where nobody is left. */
  NextStep.@Nullable Try next(
      Break at, HealthSnapshot health, Instant now, boolean retriesAllowed) {
    return policy.next(
        call.requirePlan(), able, call.attempts(), health, now, at.deadline(), retriesAllowed);
  }

  /** Another attempt has carried on. */
  void mended() {
    lastBreak = null;
  }
}
