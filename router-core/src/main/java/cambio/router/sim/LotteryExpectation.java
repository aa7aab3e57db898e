package cambio.router.sim;

import cambio.router.sim.EndpointProfile.Repricing;
import java.util.List;

/**
 * What the inverse-square lottery expects an answer to cost: the mean over all requests of
 * Σ(1/p)/Σ(1/p²), p being each endpoint's price of the request. Endpoints that cost nothing take no
 * part where others do, as in the router.
 */
final class LotteryExpectation {

  private final List<EndpointProfile> endpoints;
  private final double[] inputUsd;
  private final double[] outputUsd;
  private double validUntil = Double.NEGATIVE_INFINITY;
  private double sum;
  private long requests;

  LotteryExpectation(Scenario scenario) {
    this.endpoints = scenario.endpoints();
    this.inputUsd = new double[endpoints.size()];
    this.outputUsd = new double[endpoints.size()];
  }

  void request(double now, int input, int output) {
    if (now >= validUntil) {
      reprice(now);
    }
    double inverse = 0;
    double inverseSquares = 0;
    for (int i = 0; i < inputUsd.length; i++) {
      double price = (input * inputUsd[i] + output * outputUsd[i]) / 1e6;
      if (price > 0) {
        inverse += 1 / price;
        inverseSquares += 1 / (price * price);
      }
    }
    sum += inverseSquares == 0 ? 0 : inverse / inverseSquares;
    requests++;
  }

  double meanCostUsd() {
    return requests == 0 ? Double.NaN : sum / requests;
  }

  private void reprice(double now) {
    validUntil = Double.POSITIVE_INFINITY;
    for (int i = 0; i < inputUsd.length; i++) {
      for (Repricing price : endpoints.get(i).prices()) {
        if (price.fromSecond() <= now) {
          inputUsd[i] = Double.parseDouble(price.inputUsdPerMillion());
          outputUsd[i] = Double.parseDouble(price.outputUsdPerMillion());
        } else {
          validUntil = Math.min(validUntil, price.fromSecond());
        }
      }
    }
  }
}
