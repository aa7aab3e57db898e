package cambio.router.plan;

import cambio.router.plan.Candidate.ScorePart;
import java.util.List;

/**
 * A contender in its place, with the parts of its score.
 *
 * @param group who can be first is in the group of the one that is first: lots are drawn within
 *     groups only. Groups stand behind one another, their numbers rise
 * @param weight its lots, over 0; comparable within its group
 */
record Ranked(Contender contender, List<ScorePart> parts, int group, double weight) {

  Ranked withParts(List<ScorePart> value) {
    return new Ranked(contender, value, group, weight);
  }

  Ranked withGroup(int value) {
    return value == group ? this : new Ranked(contender, parts, value, weight);
  }
}
