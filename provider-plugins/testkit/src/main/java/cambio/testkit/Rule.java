package cambio.testkit;

import java.util.function.BiPredicate;

/**
 * A named reason why a request that differs from the recorded one is right nevertheless. Rules look
 * at the difference and at the request around it, never at a recording's id.
 *
 * @param name shown with its count in the report
 * @param kind whether both sides mean the same, or the difference is given up
 * @param reason one sentence
 * @param allows whether it covers a difference in this recording
 */
public record Rule(
    String name, Kind kind, String reason, BiPredicate<Difference, Recording> allows) {

  /** How much a rule may be used. */
  public enum Kind {
    /** Both sides mean the same to the provider by its own documentation. */
    EQUIVALENCE,
    /**
     * The request cannot be reproduced. At most 2 % of a dialect's recordings, and none that
     * touches tools, streams or reasoning.
     */
    EXCEPTION
  }

  /** Two ways to say the same. */
  public static Rule equivalence(
      String name, String reason, BiPredicate<Difference, Recording> allows) {
    return new Rule(name, Kind.EQUIVALENCE, reason, allows);
  }

  /** A difference that is given up. */
  public static Rule exception(
      String name, String reason, BiPredicate<Difference, Recording> allows) {
    return new Rule(name, Kind.EXCEPTION, reason, allows);
  }

  /** Two ways to say the same, at one shape of path, e.g. {@code $.messages[].content}. */
  public static Rule equivalenceAt(
      String shape, String name, String reason, BiPredicate<Difference, Recording> allows) {
    return equivalence(
        name, reason, (d, recording) -> d.shape().equals(shape) && allows.test(d, recording));
  }
}
