package cambio.router.plan;

import cambio.router.money.Money;
import cambio.router.money.PriceVersion;
import cambio.router.money.Tariff;
import cambio.spi.event.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who will be tried, in order, and why the others will not.
 *
 * @param requested the models as the caller named them
 * @param strategy the name of the rule that put the candidates in order
 * @param candidates in the order of trying; empty where nothing is left
 * @param exclusions every other endpoint of the wanted models
 * @param catalogVersion the facts that the plan was made from
 * @param basis what it assumes of the request
 * @param notes what was done to the request before
 */
public record RoutePlan(
    List<String> requested,
    String strategy,
    List<Candidate> candidates,
    List<Exclusion> exclusions,
    String catalogVersion,
    Basis basis,
    RouteNotes notes) {

  public RoutePlan {
    requested = List.copyOf(requested);
    candidates = List.copyOf(candidates);
    exclusions = List.copyOf(exclusions);
  }

  /** A plan of which only the order matters. */
  public RoutePlan(
      List<String> requested,
      String strategy,
      List<Candidate> candidates,
      List<Exclusion> exclusions,
      String catalogVersion) {
    this(
        requested, strategy, candidates, exclusions, catalogVersion, Basis.NONE, RouteNotes.none());
  }

  /**
   * What a plan assumes.
   *
   * @param usage the likely lengths of the prompt and of the answer, all choices together
   * @param images input images
   * @param at when it was made: prices are those of that instant
   */
  public record Basis(Usage usage, int images, Instant at) {

    /** Nothing assumed. */
    public static final Basis NONE = new Basis(Usage.ZERO, 0, Instant.EPOCH);
  }

  /** The same plan with other notes. */
  public RoutePlan withNotes(RouteNotes value) {
    return new RoutePlan(requested, strategy, candidates, exclusions, catalogVersion, basis, value);
  }

  /** What the whole request is expected to cost at a candidate; null where its price is unknown. */
  public @Nullable Money estimatedCost(Candidate candidate) {
    PriceVersion price = candidate.price();
    if (price == null || !Tariff.known(price)) {
      return null;
    }
    return Tariff.of(price, basis.usage().inputTokens(), basis.at())
        .cost(basis.usage(), basis.images())
        .total();
  }
}
