package cambio.router.sim;

import java.util.List;

/**
 * An endpoint as the scenario has it.
 *
 * @param groups what incidents may name besides its own name: a region, a cloud, a provider
 * @param prices in the order of their starts, the first from 0
 * @param firstEventSeconds median time to the first event
 * @param firstEventSigma its spread: the standard deviation of its logarithm
 * @param tokensPerSecond median output speed once it has begun
 * @param failurePart part of the attempts that fail of themselves, 0 to 1
 * @param capacityPerSecond attempts a second beyond which it answers with rate limits; infinite for
 *     none
 */
public record EndpointProfile(
    String name,
    List<String> groups,
    List<Repricing> prices,
    double firstEventSeconds,
    double firstEventSigma,
    double tokensPerSecond,
    double failurePart,
    double capacityPerSecond) {

  public EndpointProfile {
    groups = List.copyOf(groups);
    prices = List.copyOf(prices);
  }

  /**
   * A price from a moment on.
   *
   * @param fromSecond of the simulation
   * @param inputUsdPerMillion a decimal, as is
   * @param outputUsdPerMillion a decimal, as is
   */
  public record Repricing(
      double fromSecond, String inputUsdPerMillion, String outputUsdPerMillion) {}

  EndpointProfile withPrices(List<Repricing> others) {
    return new EndpointProfile(
        name,
        groups,
        others,
        firstEventSeconds,
        firstEventSigma,
        tokensPerSecond,
        failurePart,
        capacityPerSecond);
  }

  /** The same at its first price, without failures and limits. */
  EndpointProfile sound() {
    return new EndpointProfile(
        name,
        groups,
        prices.subList(0, 1),
        firstEventSeconds,
        firstEventSigma,
        tokensPerSecond,
        0,
        Double.POSITIVE_INFINITY);
  }

  /** The same under another name. */
  EndpointProfile named(String other) {
    return new EndpointProfile(
        other,
        groups,
        prices,
        firstEventSeconds,
        firstEventSigma,
        tokensPerSecond,
        failurePart,
        capacityPerSecond);
  }

  boolean isNamed(String target) {
    return name.equals(target) || groups.contains(target) || target.equals("all");
  }
}
