package cambio.router.auto;

import cambio.router.auto.TaskClassifier.Classification;
import cambio.router.catalog.BenchmarkScore;
import cambio.router.money.Money;
import cambio.router.plan.ModelPattern;
import cambio.router.plan.RouteNotes.AutoChoice;
import cambio.router.plan.RouteWishes.AutoSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Picks the cheapest allowed model whose score at a task is within the caller's tolerance of the
 * best allowed one's. One ranking holds scores of one benchmark in one setting only: that of the
 * reasoning effort that the caller asks for, else that of a model as it comes.
 *
 * <p>Where no source has a score for the task, the general task's scores stand in, and the choice
 * says that its loss is not known; where no allowed model has one either, the cheapest allowed
 * model is taken. Pure; safe from any thread.
 */
public final class AutoChooser {

  /** The name of the model that is chosen for a request. */
  public static final String MODEL = "cambio/auto";

  private static final int FALLBACKS = 2;

  private final List<ScoreSource> sources;

  /** A chooser by the first of these sources that knows an allowed model. */
  public AutoChooser(List<ScoreSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** What a model would cost. */
  @FunctionalInterface
  public interface Market {

    /**
     * The price of the request at the model's cheapest endpoint that may serve it; {@link
     * Offer#NONE} where none may.
     */
    Offer offer(String model);

    /**
     * What a model offers.
     *
     * @param allowed whether some endpoint of it may serve the request
     * @param price the cheapest; null where it is not known
     */
    record Offer(boolean allowed, @Nullable Money price) {

      /** Nobody may serve it. */
      public static final Offer NONE = new Offer(false, null);
    }
  }

  /**
   * What was chosen.
   *
   * @param fallbacks the next cheapest within the tolerance
   */
  public record Choice(AutoChoice choice, List<String> fallbacks) {

    public Choice {
      fallbacks = List.copyOf(fallbacks);
    }
  }

  private record Contestant(BenchmarkScore score, String model, @Nullable Money price) {}

  /**
   * Chooses.
   *
   * @param effort the reasoning effort asked for, e.g. {@code high}; null for none
   * @param models every model there is, asked for only where there are no scores
   * @return null where no model is allowed
   */
  public @Nullable Choice choose(
      Classification task,
      AutoSettings settings,
      @Nullable String effort,
      Market market,
      Collection<String> models) {
    List<Contestant> ranking = ranking(task.category(), settings, effort, market);
    boolean own = !ranking.isEmpty();
    if (!own) {
      ranking = ranking(TaskCategory.GENERAL, settings, effort, market);
    }
    return ranking.isEmpty()
        ? cheapest(task, settings, market, models)
        : within(task, settings.qualityTolerance(), ranking, own);
  }

  private List<Contestant> ranking(
      TaskCategory category, AutoSettings settings, @Nullable String effort, Market market) {
    for (ScoreSource source : sources) {
      List<BenchmarkScore> scores = source.scores(category);
      List<Contestant> ranking =
          effort == null ? List.of() : contestants(scores, effort, settings, market);
      if (ranking.isEmpty()) {
        ranking = contestants(scores, null, settings, market);
      }
      if (!ranking.isEmpty()) {
        return ranking;
      }
    }
    return List.of();
  }

  /** The allowed models with a score in the setting, best first. */
  private static List<Contestant> contestants(
      List<BenchmarkScore> scores, @Nullable String setting, AutoSettings settings, Market market) {
    Map<String, BenchmarkScore> latest = new LinkedHashMap<>();
    for (BenchmarkScore score : scores) {
      String model = score.model();
      if (model != null && Objects.equals(score.setting(), setting) && admits(settings, model)) {
        latest.merge(model, score, AutoChooser::later);
      }
    }
    List<Contestant> found = new ArrayList<>();
    latest.forEach((model, score) -> {
      Market.Offer offer = market.offer(model);
      if (offer.allowed()) {
        found.add(new Contestant(score, model, offer.price()));
      }
    });
    found.sort(
        Comparator.comparingDouble((Contestant one) -> -merit(one.score))
            .thenComparing(Contestant::model));
    return found;
  }

  private static BenchmarkScore later(BenchmarkScore one, BenchmarkScore other) {
    String first = one.date() == null ? "" : one.date();
    String second = other.date() == null ? "" : other.date();
    return second.compareTo(first) > 0 ? other : one;
  }

  private static boolean admits(AutoSettings settings, String model) {
    return (settings.allowedModels().isEmpty()
            || ModelPattern.anyMatches(settings.allowedModels(), model))
        && !ModelPattern.anyMatches(settings.excludedModels(), model);
  }

  /** More is better. */
  private static double merit(BenchmarkScore score) {
    return score.higherIsBetter() ? score.score().doubleValue() : -score.score().doubleValue();
  }

  private static Choice within(
      Classification task, double tolerance, List<Contestant> ranking, boolean own) {
    Contestant best = ranking.getFirst();
    double least = merit(best.score) - tolerance * Math.abs(merit(best.score));
    List<Contestant> good = new ArrayList<>();
    for (Contestant one : ranking) {
      if (merit(one.score) >= least) {
        good.add(one);
      }
    }
    // The order of the ranking decides between equal prices; an unknown price is no low price.
    good.sort(Comparator.comparing(Contestant::price, Comparator.nullsLast(ORDER)));
    Contestant chosen = good.getFirst();
    double loss = (merit(best.score) - merit(chosen.score)) / Math.abs(merit(best.score));
    AutoChoice choice =
        new AutoChoice(
            task.category().wireName(),
            task.confidence(),
            own ? best.model : null,
            chosen.model,
            ratio(chosen.price, best.price),
            own ? loss : Double.NaN,
            ranking.stream().map(Contestant::score).toList(),
            reason(task.category(), tolerance, ranking.size(), good.size(), best, own));
    return new Choice(
        choice, good.stream().skip(1).limit(FALLBACKS).map(Contestant::model).toList());
  }

  private static final Comparator<Money> ORDER = Comparator.comparingLong(Money::nanos);

  private static double ratio(@Nullable Money chosen, @Nullable Money best) {
    return chosen == null || best == null || best.nanos() == 0
        ? Double.NaN
        : (double) chosen.nanos() / best.nanos();
  }

  private static String reason(
      TaskCategory category, double tolerance, int all, int good, Contestant best, boolean own) {
    String setting = best.score.setting() == null ? "as they come" : best.score.setting();
    String compared =
        "%d allowed models have a score in %s (%s), %d of them within %s of the best"
            .formatted(all, best.score.benchmark(), setting, good, percent(tolerance));
    return own
        ? compared + "; the cheapest of these was taken"
        : "no data for %s: the general task stands in; %s; the cheapest of these was taken"
            .formatted(category.wireName(), compared);
  }

  private static String percent(double part) {
    return Math.round(part * 1_000) / 10.0 + " %";
  }

  /** Nobody has a score: all that is left to go by is the price. */
  private static @Nullable Choice cheapest(
      Classification task, AutoSettings settings, Market market, Collection<String> models) {
    String chosen = null;
    Money least = null;
    for (String model : models) {
      Market.Offer offer = admits(settings, model) ? market.offer(model) : Market.Offer.NONE;
      boolean cheaper =
          offer.price() != null && (least == null || ORDER.compare(offer.price(), least) < 0);
      if (offer.allowed() && (chosen == null || cheaper)) {
        chosen = model;
        least = offer.price();
      }
    }
    if (chosen == null) {
      return null;
    }
    AutoChoice choice =
        new AutoChoice(
            task.category().wireName(),
            task.confidence(),
            null,
            chosen,
            Double.NaN,
            Double.NaN,
            List.of(),
            "no data: no allowed model has a score for %s or in general; the cheapest allowed one"
                    .formatted(task.category().wireName())
                + " was taken");
    return new Choice(choice, List.of());
  }
}
