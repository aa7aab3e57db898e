package cambio.router.plan;

import java.util.List;

/**
 * Who may come first, and how likely: the exact odds of the lottery, not what one draw gave.
 *
 * @param group the group that lots are drawn in for the first place
 * @param of how many of the ranked ones take part at all: the rest are other models' endpoints
 * @param weights the sum of the group's weights
 */
record FirstPlace(int group, int of, double weights) {

  static final FirstPlace NOBODY = new FirstPlace(-1, 0, 1);

  static FirstPlace of(List<Ranked> ranked) {
    if (ranked.isEmpty()) {
      return NOBODY;
    }
    int group = ranked.getFirst().group();
    double weights = 0;
    for (Ranked one : ranked) {
      weights += one.group() == group ? one.weight() : 0;
    }
    return new FirstPlace(group, ranked.size(), weights);
  }

  /** The chance of the endpoint at this place of the plan. */
  double share(Ranked ranked, int place) {
    return place < of && ranked.group() == group ? ranked.weight() / weights : 0;
  }
}
