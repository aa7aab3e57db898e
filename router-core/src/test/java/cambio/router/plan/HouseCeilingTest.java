package cambio.router.plan;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.TestCatalog;
import cambio.router.TestPreferences;
import cambio.router.health.HealthSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class HouseCeilingTest {

  private static final TestCatalog CATALOG =
      new TestCatalog()
          .endpoint("a", Planning.MODEL, "1")
          .endpoint("b", Planning.MODEL, "2")
          .endpoint("c", Planning.MODEL, "3");

  private static RoutePlan plan(TestPreferences preferences, HouseCeiling... ceilings) {
    return new RoutePlanner(RoutingPolicy.standard())
        .plan(
            new RouteRequest(List.of(Planning.MODEL), preferences.build())
                .withCeilings(List.of(ceilings)),
            RequestTraits.chat(100, null),
            Principal.anonymous(),
            Planning.context(CATALOG, HealthSnapshot.unknown(), 1));
  }

  private static HouseCeiling providers(List<String> allowed, List<String> denied) {
    return new HouseCeiling("organisation acme", List.of(), List.of(), allowed, denied);
  }

  @Test
  void allOfThemHold() {
    RoutePlan plan =
        plan(
            new TestPreferences(),
            providers(List.of("a", "b"), List.of()),
            providers(List.of(), List.of("a")));
    assertThat(Planning.order(plan)).containsExactly("b");
    assertThat(plan.exclusions())
        .extracting(Exclusion::detail)
        .contains("organisation acme does not allow provider a");
  }

  @Test
  void aCallerNarrowsAndNeverWidens() {
    HouseCeiling ceiling = providers(List.of("a", "b"), List.of());
    assertThat(Planning.order(plan(new TestPreferences().only("b", "c"), ceiling)))
        .containsExactly("b");
    assertThat(plan(new TestPreferences().only("c"), ceiling).candidates()).isEmpty();
    assertThat(Planning.order(plan(new TestPreferences().order("c"), ceiling)))
        .containsOnly("a", "b");
  }

  @Test
  void modelsAreNamedByPatterns() {
    HouseCeiling denied =
        new HouseCeiling(
            "workspace red", List.of("acme/*"), List.of("acme/l*e"), List.of(), List.of());
    assertThat(plan(new TestPreferences(), denied).candidates()).isEmpty();
    assertThat(ModelPattern.anyMatches(List.of("*"), "a/b")).isTrue();
    assertThat(ModelPattern.anyMatches(List.of("a/*-mini", "a/x*y*z"), "a/x1y2z")).isTrue();
    assertThat(ModelPattern.anyMatches(List.of("a/*-mini", "a/x"), "a/xy")).isFalse();
  }
}
