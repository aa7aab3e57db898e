package cambio.router.plan;

import cambio.router.catalog.Endpoint;
import cambio.router.money.PriceVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that may be tried.
 *
 * @param credential which credential of ours it is called with (an id, never a secret)
 * @param credentialOwner whose credential it is: the operator or the caller's organisation
 * @param price the version that an attempt is charged at; null where the price is unknown
 * @param score the parts of its score, for people
 * @param share its chance of being tried first, 0 to 1, before the draw; 1 or 0 where no lots are
 *     drawn
 */
public record Candidate(
    Endpoint endpoint,
    String credential,
    String credentialOwner,
    @Nullable PriceVersion price,
    List<ScorePart> score,
    double share) {

  public Candidate {
    score = List.copyOf(score);
  }

  /** A candidate whose chance nobody asks for. */
  public Candidate(
      Endpoint endpoint,
      String credential,
      String credentialOwner,
      @Nullable PriceVersion price,
      List<ScorePart> score) {
    this(endpoint, credential, credentialOwner, price, score, 0);
  }

  /** The same with another chance. */
  public Candidate withShare(double value) {
    return new Candidate(endpoint, credential, credentialOwner, price, score, value);
  }

  /** One part of a score, e.g. {@code price} 0.25 "0.60 USD per million tokens". */
  public record ScorePart(String name, double value, String detail) {}
}
