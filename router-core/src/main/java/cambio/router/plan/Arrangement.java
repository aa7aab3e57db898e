package cambio.router.plan;

import cambio.router.health.EndpointHealth;
import cambio.router.health.Window;
import cambio.router.plan.Candidate.ScorePart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What stands above any strategy: the caller's own order first, then endpoints without a fault
 * before those with one. Nothing is left out here, only put further back.
 */
final class Arrangement {

  /** Why an endpoint is put back, from the least to the worst reason. */
  private enum Setback {
    NONE(""),
    ABILITY_UNCERTAIN("not known to do all that the request asks for"),
    PREFERENCE_MISSED("slower than provider.preferred_* asks for"),
    SATURATED("as many attempts under way as it bears"),
    UNSTABLE("a significant outage in the last 30 seconds");

    private final String reason;

    Setback(String reason) {
      this.reason = reason;
    }
  }

  private record Placed(Ranked ranked, int order, boolean priority, Setback setback) {}

  private static final Comparator<Placed> ORDER =
      Comparator.comparingInt(Placed::order)
          .thenComparing(Placed::priority, Comparator.reverseOrder())
          .thenComparing(Placed::setback);

  private Arrangement() {}

  /** The ranked contenders in their final order; ties stay as they were ranked. */
  static List<Ranked> arrange(List<Ranked> ranked, Inquiry inquiry) {
    if (inOrder(ranked, inquiry)) {
      return ranked;
    }
    List<Placed> placed = new ArrayList<>(ranked.size());
    for (Ranked one : ranked) {
      placed.add(place(one, inquiry));
    }
    placed.sort(ORDER);
    List<Ranked> arranged = new ArrayList<>(placed.size());
    int group = 0;
    Placed last = placed.isEmpty() ? null : placed.getFirst();
    for (Placed one : placed) {
      boolean together =
          last != null
              && ORDER.compare(last, one) == 0
              && last.ranked.group() == one.ranked.group();
      group += together ? 0 : 1;
      last = one;
      Ranked shown = one.setback == Setback.NONE ? one.ranked : explained(one);
      arranged.add(shown.withGroup(group));
    }
    return arranged;
  }

  /** The rule by far: nobody is named, nobody has a fault. */
  private static boolean inOrder(List<Ranked> ranked, Inquiry inquiry) {
    if (!inquiry.order().isEmpty() || inquiry.prefersPriority()) {
      return false;
    }
    for (Ranked one : ranked) {
      if (setback(one.contender(), inquiry.preferences()) != Setback.NONE) {
        return false;
      }
    }
    return true;
  }

  private static Placed place(Ranked ranked, Inquiry inquiry) {
    Contender contender = ranked.contender();
    int order =
        inquiry.order().isEmpty()
            ? -1
            : inquiry
                .order()
                .indexOf(contender.endpoint(), inquiry.admitsTier(contender.endpoint()));
    boolean priority = inquiry.prefersPriority() && Inquiry.isPriority(contender.endpoint());
    // Who is named by the caller stands where the caller put it, whatever its health.
    Setback setback = order >= 0 ? Setback.NONE : setback(contender, inquiry.preferences());
    return new Placed(ranked, order < 0 ? Integer.MAX_VALUE : order, priority, setback);
  }

  private static Setback setback(Contender contender, RoutePreferences preferences) {
    EndpointHealth health = contender.health();
    if (health.unstable()) {
      return Setback.UNSTABLE;
    }
    if (health.saturated()) {
      return Setback.SATURATED;
    }
    if (missesPreference(health, preferences)) {
      return Setback.PREFERENCE_MISSED;
    }
    return contender.likelyFit() ? Setback.NONE : Setback.ABILITY_UNCERTAIN;
  }

  /** What was not measured is not known to miss anything. */
  private static boolean missesPreference(EndpointHealth health, RoutePreferences preferences) {
    for (Map.Entry<String, Double> cutoff : preferences.preferredMinThroughput().entrySet()) {
      double actual = health.stats(Window.MINUTES_5).throughput().named(cutoff.getKey());
      if (actual < cutoff.getValue()) {
        return true;
      }
    }
    for (Map.Entry<String, Double> cutoff : preferences.preferredMaxLatency().entrySet()) {
      double actual = health.stats(Window.MINUTES_5).timeToFirstEvent().named(cutoff.getKey());
      if (actual > cutoff.getValue()) {
        return true;
      }
    }
    return false;
  }

  private static Ranked explained(Placed placed) {
    List<ScorePart> parts = new ArrayList<>(placed.ranked.parts());
    parts.add(new ScorePart("setback", placed.setback.ordinal(), placed.setback.reason));
    return placed.ranked.withParts(List.copyOf(parts));
  }
}
