package cambio.router.plan;

import cambio.router.money.PriceVersion;
import cambio.router.plan.Candidate.ScorePart;

/** Score parts that several strategies show. */
final class Scores {

  private Scores() {}

  /** The estimated price, and how far it can be believed. */
  static ScorePart price(Contender contender) {
    PriceVersion price = contender.price();
    if (price == null) {
      return new ScorePart("price", Double.NaN, "unknown: behind all that have one");
    }
    return new ScorePart(
        "price",
        contender.usd(),
        switch (price.trust()) {
          case CONFIRMED, SINGLE_SOURCE -> "USD estimated for this request";
          case CONFLICT ->
              "USD estimated for this request; sources disagree, the highest is counted";
          case OUTLIER -> "USD estimated for this request; far from the model's other endpoints";
        });
  }
}
