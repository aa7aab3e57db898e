package cambio.router.plan;

import cambio.router.TestCatalog;
import cambio.router.TestPreferences;
import cambio.router.health.HealthSnapshot;
import java.util.List;
import java.util.SplittableRandom;

/** Runs the planner in tests. */
final class Planning {

  static final String MODEL = "acme/large";

  private Planning() {}

  static RoutePlan plan(TestCatalog catalog, TestPreferences preferences) {
    return plan(catalog, preferences, RequestTraits.chat(1_000, null), MODEL);
  }

  static RoutePlan plan(
      TestCatalog catalog, TestPreferences preferences, RequestTraits traits, String... models) {
    return plan(catalog, preferences, traits, HealthSnapshot.unknown(), models);
  }

  static RoutePlan plan(
      TestCatalog catalog,
      TestPreferences preferences,
      RequestTraits traits,
      HealthSnapshot health,
      String... models) {
    return new RoutePlanner(RoutingPolicy.standard())
        .plan(
            new RouteRequest(List.of(models), preferences.build()),
            traits,
            Principal.anonymous(),
            context(catalog, health, 1));
  }

  static PlanContext context(TestCatalog catalog, HealthSnapshot health, long seed) {
    return new PlanContext(
        catalog.snapshot(),
        health,
        catalog.availability(),
        TestCatalog.NOW,
        new SplittableRandom(seed));
  }

  static List<String> order(RoutePlan plan) {
    return plan.candidates().stream().map(candidate -> candidate.endpoint().tag()).toList();
  }

  static List<String> exclusions(RoutePlan plan) {
    return plan.exclusions().stream()
        .map(exclusion -> exclusion.endpoint().split(":", 2)[0] + " " + exclusion.filter())
        .toList();
  }
}
