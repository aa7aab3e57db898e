package cambio.router.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws without replacement by weight 1/p², p being the estimated price of this request: an
 * endpoint at a third of the price is nine times as likely to be first, and what remains is drawn
 * in the same way.
 *
 * <p>One pass in place of n draws: each contender gets an exponential variate of rate 1/p², that is
 * -ln(u)·p², and the order of these variates is the order of the draws (Efraimidis and Spirakis).
 * Weights are no money, so doubles serve: prices are squared in units of the cheapest, which keeps
 * them within 1e±30 for whatever a catalogue holds.
 *
 * <p>Prices of zero get here only where all are zero, or where the caller put the endpoint into its
 * order; among each other they are equally likely. Unknown prices come last.
 */
enum PriceLottery implements Ranking {
  INSTANCE;

  /** How many groups it knows: free, priced, unknown. */
  static final int GROUPS = 3;

  @Override
  public String strategyName() {
    return "price";
  }

  @Override
  public List<Ranked> rank(List<Contender> contenders, RandomGenerator random) {
    double least = leastPrice(contenders);
    List<Ticket> tickets = new ArrayList<>(contenders.size());
    for (Contender contender : contenders) {
      double relative = contender.usd() / least;
      double square = relative * relative;
      double draw = -Math.log(1 - random.nextDouble());
      tickets.add(new Ticket(contender, square, square > 0 ? draw * square : draw));
    }
    tickets.sort(null);
    List<Ranked> ranked = new ArrayList<>(tickets.size());
    for (Ticket ticket : tickets) {
      double weight = ticket.square > 0 ? 1 / ticket.square : 1;
      ranked.add(
          new Ranked(
              ticket.contender, List.of(Scores.price(ticket.contender)), ticket.rank(), weight));
    }
    return ranked;
  }

  /** The lowest price over zero; 1 where there is none, so that division by it changes nothing. */
  private static double leastPrice(List<Contender> contenders) {
    double least = Double.POSITIVE_INFINITY;
    for (Contender contender : contenders) {
      if (contender.usd() > 0 && contender.usd() < least) {
        least = contender.usd();
      }
    }
    return least == Double.POSITIVE_INFINITY ? 1 : least;
  }

  /**
   * A contender and its draw.
   *
   * @param square the price squared, in units of the cheapest; NaN where it is unknown
   */
  private record Ticket(Contender contender, double square, double key)
      implements Comparable<Ticket> {

    /** Known prices before unknown ones, free ones first, then by the variate. */
    @Override
    public int compareTo(Ticket other) {
      int rank = rank();
      int others = other.rank();
      return rank != others ? Integer.compare(rank, others) : Double.compare(key, other.key);
    }

    private int rank() {
      if (square > 0) {
        return 1;
      }
      return square == 0 ? 0 : 2;
    }
  }
}
