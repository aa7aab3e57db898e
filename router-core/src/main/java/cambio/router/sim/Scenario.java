package cambio.router.sim;

import java.util.List;

/**
 * What is simulated.
 *
 * @param requestsPerSecond the mean of Poisson arrivals
 * @param inputTokens a prompt's length
 * @param outputTokens an answer's length, and its limit
 * @param tokenSigma the spread of both: the standard deviation of their logarithm; 0 for none
 * @param deadlineSeconds for a request with all its attempts, to the first event
 * @param retryAfterSeconds what endpoints say with a rate limit; 0 where they say nothing
 */
public record Scenario(
    double requestsPerSecond,
    int inputTokens,
    int outputTokens,
    double tokenSigma,
    double deadlineSeconds,
    double retryAfterSeconds,
    List<EndpointProfile> endpoints,
    List<Incident> incidents) {

  public Scenario {
    endpoints = List.copyOf(endpoints);
    incidents = List.copyOf(incidents);
  }

  /** The same with other incidents. */
  public Scenario withIncidents(List<Incident> others) {
    return new Scenario(
        requestsPerSecond,
        inputTokens,
        outputTokens,
        tokenSigma,
        deadlineSeconds,
        retryAfterSeconds,
        endpoints,
        others);
  }

  /** The same with other endpoints. */
  public Scenario withEndpoints(List<EndpointProfile> others) {
    return new Scenario(
        requestsPerSecond,
        inputTokens,
        outputTokens,
        tokenSigma,
        deadlineSeconds,
        retryAfterSeconds,
        others,
        incidents);
  }

  /**
   * The same with nothing ever going wrong: first prices, no failures, no rate limits, no
   * incidents, all requests alike. There the strategies' costs can be told beforehand.
   */
  public Scenario healthy() {
    List<EndpointProfile> sound = endpoints.stream().map(EndpointProfile::sound).toList();
    return new Scenario(
        requestsPerSecond, inputTokens, outputTokens, 0, deadlineSeconds, 0, sound, List.of());
  }
}
