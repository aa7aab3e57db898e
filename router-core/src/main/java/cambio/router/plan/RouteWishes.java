package cambio.router.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks the router to do with a request before it is routed.
 *
 * @param preset the slug of a preset to fill the request up with; null for none
 * @param middleOut whether a prompt that is too long may be compressed by leaving out its middle
 * @param auto how {@code cambio/auto} chooses
 */
public record RouteWishes(@Nullable String preset, boolean middleOut, AutoSettings auto) {

  private static final RouteWishes NONE = new RouteWishes(null, false, AutoSettings.standard());

  /** Nothing. */
  public static RouteWishes none() {
    return NONE;
  }

  /**
   * Settings of {@code cambio/auto}.
   *
   * @param qualityTolerance how much worse than the best allowed model the chosen one may score, as
   *     a fraction of its score, 0 to 1
   * @param allowedModels slugs, or patterns with {@code *}; empty for all
   * @param excludedModels slugs, or patterns with {@code *}
   * @param category the task where the caller knows it; null to have it classified
   */
  public record AutoSettings(
      double qualityTolerance,
      List<String> allowedModels,
      List<String> excludedModels,
      @Nullable String category) {

    /** What is tolerated where nobody says. */
    public static final double STANDARD_TOLERANCE = 0.05;

    private static final AutoSettings STANDARD =
        new AutoSettings(STANDARD_TOLERANCE, List.of(), List.of(), null);

    public AutoSettings {
      allowedModels = List.copyOf(allowedModels);
      excludedModels = List.copyOf(excludedModels);
    }

    /** Five percent, any model, any task. */
    public static AutoSettings standard() {
      return STANDARD;
    }
  }
}
