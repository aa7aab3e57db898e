package cambio.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.catalog.yaml.YamlProblemsException;
import cambio.router.plan.Entitlements;
import cambio.router.plan.HouseCeiling;
import cambio.router.plan.Principal;
import cambio.router.plan.RoutePreferences;
import cambio.router.plan.RoutePreferences.Sort;
import cambio.router.plan.RouteRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HouseRulesTest {

  @TempDir Path directory;

  private HouseRules read(String text) throws IOException {
    Path file = directory.resolve("cambio.yaml");
    Files.writeString(file, "version: 1\n" + text);
    return new ConfigFile(file, variable -> null).read().rules();
  }

  private static RouteRequest of(HouseRules rules, String organization, String workspace) {
    Principal principal = new Principal(organization, workspace, "key", null, Entitlements.all());
    return rules.apply(new RouteRequest(List.of(), RoutePreferences.none()), principal);
  }

  @Test
  void aWorkspacesDefaultsWinAndAllCeilingsHold() throws IOException {
    HouseRules rules =
        read(
            """
            routing: {ignore: [bad], zdr: true}
            policies:
              - organization: acme
                default_model: acme/large
                defaults: {sort: price, data_collection: deny, max_price: {prompt: "1.5"}}
                providers: {deny: [slow]}
              - organization: acme
                workspace: red
                default_model: acme/small
                defaults: {sort: throughput, preferred_max_latency: {p90: 2}}
                models: {allow: ["acme/*"], deny: ["acme/*-preview"]}
            """);
    RouteRequest red = of(rules, "acme", "red");
    assertThat(red.models()).containsExactly("acme/small");
    assertThat(red.preferences().sort()).isEqualTo(new Sort(Sort.By.THROUGHPUT, false));
    assertThat(red.preferences().denyDataCollection()).isTrue();
    assertThat(red.preferences().zdr()).isTrue();
    assertThat(red.preferences().preferredMaxLatency()).containsEntry("p90", 2.0);
    assertThat(red.preferences().maxPrice().prompt()).hasToString("1.5");
    assertThat(red.ceilings())
        .extracting(HouseCeiling::of)
        .containsExactly("workspace red", "organisation acme", "this router");
    RouteRequest blue = of(rules, "acme", "blue");
    assertThat(blue.models()).containsExactly("acme/large");
    assertThat(blue.preferences().sort()).isEqualTo(new Sort(Sort.By.PRICE, false));
    RouteRequest other = of(rules, "other", "red");
    assertThat(other.models()).isEmpty();
    assertThat(other.ceilings()).extracting(HouseCeiling::of).containsExactly("this router");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatThrownBy(() ->
            read(
                """
                policies:
                  - {organization: acme, defaults: {sort: best}}
                  - {organization: acme, defaults: {max_price: {prompt: cheap}}, model: {}}
                presets:
                  - {slug: "No Good", request: {}}
                """))
        .isInstanceOf(YamlProblemsException.class)
        .hasMessageContaining("policies[0].defaults.sort")
        .hasMessageContaining("policies[1].defaults.max_price.prompt")
        .hasMessageContaining("policies[1].model")
        .hasMessageContaining("stands twice")
        .hasMessageContaining("presets[0].slug");
  }
}
