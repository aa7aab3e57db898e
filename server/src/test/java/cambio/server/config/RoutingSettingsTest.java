package cambio.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RoutingPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingSettingsTest {

  private static RoutePreferences callerOnly(String... tags) {
    RoutePreferences none = RoutePreferences.none();
    return new RoutePreferences(
        none.order(),
        List.of(tags),
        none.ignore(),
        true,
        false,
        false,
        false,
        false,
        none.quantizations(),
        null,
        none.preferredMinThroughput(),
        none.preferredMaxLatency(),
        none.maxPrice());
  }

  private static RoutingSettings house(String... only) {
    return new RoutingSettings(
        RoutingPolicy.standard(), true, false, List.of(only), List.of("bad"), 5, true, false);
  }

  @Test
  void theHouseNarrowsAndNeverWidens() {
    assertThat(house("acme", "beta/fast").applyTo(callerOnly("acme/eu", "beta", "other")).only())
        .containsExactly("acme/eu", "beta/fast");
    assertThat(house("acme").applyTo(callerOnly()).only()).containsExactly("acme");
    assertThat(house().applyTo(callerOnly("acme")).only()).containsExactly("acme");
    assertThat(house().applyTo(callerOnly()).ignore()).containsExactly("bad");
    assertThat(house().applyTo(callerOnly()).denyDataCollection()).isTrue();
  }

  @Test
  void aContradictionLeavesNothingInsteadOfEverything() {
    RoutePreferences both = house("acme").applyTo(callerOnly("other"));
    assertThat(both.only()).containsExactly("other");
    assertThat(both.ignore()).containsExactly("bad", "other");
  }
}
