package cambio.router.plan;

import cambio.router.catalog.BenchmarkScore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a request on its way to the plan, for people: presets, aliases, compression, and
 * how {@code cambio/auto} chose.
 *
 * @param auto null for other models
 */
public record RouteNotes(List<Step> steps, @Nullable AutoChoice auto) {

  private static final RouteNotes NONE = new RouteNotes(List.of(), null);

  public RouteNotes {
    steps = List.copyOf(steps);
  }

  /** Nothing was done. */
  public static RouteNotes none() {
    return NONE;
  }

  /** The same and one more step. */
  public RouteNotes and(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new RouteNotes(more, auto);
  }

  /** The same with a choice. */
  public RouteNotes with(AutoChoice choice) {
    return new RouteNotes(steps, choice);
  }

  /**
   * One thing that was done.
   *
   * @param type {@code preset}, {@code alias}, {@code context_compression} or {@code auto}
   * @param name which preset, alias or method
   * @param summary one sentence
   */
  public record Step(String type, String name, String summary) {}

  /**
   * How {@code cambio/auto} traded quality against price.
   *
   * @param category the task that it saw
   * @param confidence how sure it is of that, 0 to 1
   * @param bestModel the best allowed model by the scores; null where there are none
   * @param chosenModel what it chose
   * @param priceRatio the chosen model's price of this request as a fraction of the best one's; NaN
   *     where one of them is not known
   * @param qualityLoss how much worse the chosen one scores, as a fraction of the best score; NaN
   *     where there are no scores
   * @param scores the scores that were compared, best first, each with its source: all of one
   *     benchmark and one setting
   * @param reason one sentence
   */
  public record AutoChoice(
      String category,
      double confidence,
      @Nullable String bestModel,
      String chosenModel,
      double priceRatio,
      double qualityLoss,
      List<BenchmarkScore> scores,
      String reason) {

    public AutoChoice {
      scores = List.copyOf(scores);
    }
  }
}
