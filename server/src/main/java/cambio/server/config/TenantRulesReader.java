package cambio.server.config;

import cambio.catalog.yaml.YamlSection;
import cambio.router.plan.HouseCeiling;
import cambio.router.plan.Principal;
import cambio.router.plan.RoutePreferences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code policies}: the rules of organisations and workspaces. */
final class TenantRulesReader {

  private TenantRulesReader() {}

  /** All rules, those of workspaces first: their defaults win over their organisation's. */
  static List<TenantRules> read(List<YamlSection> sections) {
    List<TenantRules> rules = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (YamlSection section : sections) {
      TenantRules one = read(section);
      if (!seen.add(one.organization() + "/" + one.workspace())) {
        section.problem("organization", "stands twice with this workspace (expected: once)");
      }
      rules.add(one);
    }
    rules.sort(Comparator.comparing(one -> one.workspace() == null));
    return List.copyOf(rules);
  }

  private static TenantRules read(YamlSection section) {
    String organization = section.text("organization", Principal.DEFAULT);
    String workspace = section.text("workspace");
    YamlSection models = section.section("models");
    YamlSection providers = section.section("providers");
    String of = workspace == null ? "organisation " + organization : "workspace " + workspace;
    TenantRules rules =
        new TenantRules(
            organization,
            workspace,
            section.text("default_model"),
            section.has("defaults")
                ? PreferencesReader.read(section.section("defaults"))
                : RoutePreferences.none(),
            new HouseCeiling(
                of,
                models.texts("allow"),
                models.texts("deny"),
                providers.texts("allow"),
                providers.texts("deny")));
    models.end();
    providers.end();
    section.end();
    return rules;
  }
}
