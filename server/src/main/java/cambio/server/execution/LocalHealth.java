package cambio.server.execution;

import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.Verdict;
import cambio.router.health.Breaker;
import cambio.router.health.EndpointHealth;
import cambio.router.health.HealthSnapshot;
import cambio.router.plan.Candidate;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Health as this router alone sees it: cooldowns after rate limits and refused credentials, and a
 * circuit an endpoint that opens after failures in a row. Windows of statistics are not kept.
 *
 * <p>A rate limit cools one endpoint for one credential; a refused credential is cooled at all
 * endpoints of its provider, and nobody else's is.
 */
public final class LocalHealth implements HealthFeed, HealthSnapshot {

  /** How long to stay away after a rate limit whose provider names no time. */
  private static final Duration USUAL_COOLDOWN = Duration.ofSeconds(5);

  /** No provider's word keeps an endpoint away for longer. */
  private static final Duration LONGEST_COOLDOWN = Duration.ofMinutes(10);

  private static final Duration CREDENTIAL_COOLDOWN = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final ConcurrentMap<String, EndpointCircuit> circuits = new ConcurrentHashMap<>();
  private final ConcurrentMap<CredentialAt, Instant> cooling = new ConcurrentHashMap<>();

  /** Nothing is known yet. */
  public LocalHealth(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A credential at an endpoint, or at all endpoints of a provider.
   *
   * @param place an endpoint's id, or a provider's
   */
  private record CredentialAt(String place, String credential) {}

  @Override
  public HealthSnapshot snapshot() {
    return this;
  }

  @Override
  public void started(Candidate candidate) {
    circuit(candidate.endpoint().id()).started(clock.instant());
  }

  @Override
  public void ended(AttemptRecord attempt) {
    Candidate candidate = attempt.candidate();
    Failure failure = attempt.failure();
    Instant now = clock.instant();
    FailureKind kind = failure == null ? null : failure.kind();
    EndpointCircuit circuit = circuit(candidate.endpoint().id());
    if (failure != null && kind == FailureKind.RATE_LIMITED) {
      cool(candidate.endpoint().id(), candidate, now.plus(cooldown(failure)));
      circuit.ended(Verdict.IGNORE, now);
    } else if (kind == FailureKind.PROVIDER_CREDENTIALS) {
      cool(candidate.endpoint().provider(), candidate, now.plus(CREDENTIAL_COOLDOWN));
      circuit.ended(Verdict.IGNORE, now);
    } else {
      circuit.ended(attempt.verdict(), now);
    }
  }

  @Override
  public EndpointHealth endpoint(String endpointId) {
    EndpointCircuit circuit = circuits.get(endpointId);
    if (circuit == null) {
      return EndpointHealth.UNKNOWN;
    }
    Breaker breaker = circuit.breaker();
    EndpointHealth unknown = EndpointHealth.UNKNOWN;
    return new EndpointHealth(
        breaker,
        unknown.recent(),
        unknown.shortTerm(),
        unknown.mediumTerm(),
        unknown.longTerm(),
        null,
        circuit.inFlight());
  }

  @Override
  public @Nullable Instant coolingUntil(String endpointId, String credential) {
    if (cooling.isEmpty()) {
      return null;
    }
    Instant here = cooling.get(new CredentialAt(endpointId, credential));
    Instant everywhere = cooling.get(new CredentialAt(provider(endpointId), credential));
    if (here == null || everywhere == null) {
      return here == null ? everywhere : here;
    }
    return here.isAfter(everywhere) ? here : everywhere;
  }

  private EndpointCircuit circuit(String endpointId) {
    EndpointCircuit circuit = circuits.get(endpointId);
    return circuit != null
        ? circuit
        : circuits.computeIfAbsent(endpointId, id -> new EndpointCircuit());
  }

  private void cool(String place, Candidate candidate, Instant until) {
    Instant now = clock.instant();
    cooling.values().removeIf(past -> past.isBefore(now));
    cooling.merge(
        new CredentialAt(place, candidate.credential()),
        until,
        (one, other) -> one.isAfter(other) ? one : other);
  }

  private static Duration cooldown(Failure failure) {
    Duration asked = failure.retryAfter();
    if (asked == null || asked.isNegative()) {
      return USUAL_COOLDOWN;
    }
    return asked.compareTo(LONGEST_COOLDOWN) > 0 ? LONGEST_COOLDOWN : asked;
  }

  /** Endpoint ids begin with their provider's. */
  private static String provider(String endpointId) {
    int colon = endpointId.indexOf(':');
    return colon < 0 ? endpointId : endpointId.substring(0, colon);
  }
}
