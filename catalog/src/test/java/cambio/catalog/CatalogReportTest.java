package cambio.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.catalog.CatalogReport.ProviderLine;
import cambio.catalog.EndpointResolver.Resolution;
import cambio.catalog.EndpointResolver.Resolved;
import cambio.catalog.EndpointResolver.Unresolved;
import cambio.catalog.format.CatalogOverlay;
import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlFile;
import cambio.catalog.yaml.YamlValue.YamlMap;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.spi.EndpointSpec;
import cambio.spi.QuirkOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogReportTest {

  private static final CatalogSnapshot CATALOG = ShippedCatalog.loadWithLocalModel();
  private static final Map<String, String> EVERY_SETTING =
      Map.ofEntries(
          Map.entry("AWS_REGION", "eu-west-1"),
          Map.entry("AZURE_RESOURCE_NAME", "ours"),
          Map.entry("CLOUDFLARE_ACCOUNT_ID", "acc"),
          Map.entry("DATABRICKS_HOST", "dbc.example"),
          Map.entry("GOOGLE_VERTEX_PROJECT", "p"),
          Map.entry("GOOGLE_VERTEX_LOCATION", "europe-west4"),
          Map.entry("WATSONX_REGION", "eu-de"),
          Map.entry("OCI_REGION", "eu-frankfurt-1"),
          Map.entry("SNOWFLAKE_ACCOUNT", "acc"),
          Map.entry("CAMBIO_LOCAL_MODEL_URL", "http://127.0.0.1:18081"));

  @Test
  void withEveryAdapterAndSettingEveryProviderIsComplete() {
    CatalogReport report = report(EVERY_SETTING, everyDialect(CATALOG));

    assertThat(report.providers()).hasSize(101);
    assertThat(report.incomplete()).isEmpty();
    assertThat(report.providers().stream().mapToInt(ProviderLine::callable).sum()).isEqualTo(2139);
  }

  @Test
  void whatIsMissingIsNamed() {
    Map<String, List<QuirkOption>> dialects = everyDialect(CATALOG);
    dialects.remove("oci-genai");
    CatalogReport report = report(Map.of("OCI_REGION", "eu-frankfurt-1"), dialects);

    assertThat(line(report, "oracle-oci").missing())
        .containsExactly("no adapter speaks oci-genai (41 endpoints)");
    assertThat(line(report, "azure").missing())
        .containsExactly(
            "resource is not known: set AZURE_RESOURCE_NAME, or providers[].settings.resource of"
                + " azure (122 endpoints)");
    assertThat(line(report, "openai").complete()).isTrue();
    assertThat(line(report, "local").callable()).isZero();
  }

  @Test
  void optionThatTheDialectDoesNotKnowIsADoubt() {
    String file =
        """
        providers:
          - id: rack
            dialect: rack-chat
            base_url: https://rack.example/v1
            quirks: {options: {usage: none, prefix: member, colour: red}}
        endpoints:
          - {provider: rack, model: openai/gpt-4o, upstream: x, prices: {input: 1, output: 1}}
        """;
    List<Problem> problems = new ArrayList<>();
    YamlMap sections = YamlFile.parse("cambio.yaml", file, variable -> null, problems);
    CatalogSnapshot catalog = CatalogOverlay.apply(CATALOG, sections, problems).catalog();
    assertThat(problems).isEmpty();
    Map<String, List<QuirkOption>> dialects =
        Map.of(
            "rack-chat",
            List.of(
                new QuirkOption("usage", Set.of("stream_options"), false, null, "How."),
                new QuirkOption("prefix", Set.of("none", "member"), false, null, "Whether.")));

    CatalogReport report =
        CatalogReport.of(catalog, new ProviderSettings(Map.of(), Map.of()), dialects);

    assertThat(line(report, "rack").doubts())
        .containsExactly(
            "quirk option colour is unknown to rack-chat",
            "quirk option usage: \"none\" (expected: [stream_options])");
    assertThat(line(report, "rack").callable()).isEqualTo(1);
    assertThat(line(report, "rack").complete()).isFalse();
  }

  @Test
  void placeholdersAreFilledInAndTheRegionIsKnown() {
    EndpointSpec spec = spec("amazon-bedrock:amazon/nova-2-lite-v1", Map.of());
    assertThat(spec.baseUrl()).hasToString("https://bedrock-runtime.eu-west-1.amazonaws.com");
    assertThat(spec.region()).isEqualTo("eu-west-1");
    assertThat(spec("local:cambio/tiny-chat", Map.of()).baseUrl())
        .hasToString("http://127.0.0.1:18081/v1");
  }

  @Test
  void globalRegionHasAHostWithoutARegion() {
    String id = "google-vertex:z-ai/glm-5";
    assertThat(spec(id, Map.of()).baseUrl())
        .hasToString(
            "https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4"
                + "/endpoints/openapi");
    assertThat(spec(id, Map.of("google-vertex", Map.of("region", "global"))).baseUrl())
        .hasToString(
            "https://aiplatform.googleapis.com/v1/projects/p/locations/global/endpoints/openapi");
  }

  @Test
  void settingThatMakesNoUrlIsRefused() {
    Resolution resolution =
        resolve("azure:openai/gpt-4o", Map.of("azure", Map.of("resource", "not a host")));
    assertThat(resolution).isInstanceOf(Unresolved.class);
  }

  @Test
  void settingsAreNeverPrinted() {
    assertThat(new ProviderSettings(Map.of("a", Map.of("k", "s3cret")), Map.of("V", "s3cret")))
        .hasToString("ProviderSettings[***]");
  }

  private static EndpointSpec spec(String id, Map<String, Map<String, String>> configured) {
    assertThat(resolve(id, configured)).isInstanceOf(Resolved.class);
    return ((Resolved) resolve(id, configured)).spec();
  }

  private static Resolution resolve(String id, Map<String, Map<String, String>> configured) {
    Endpoint endpoint =
        CATALOG.models().stream()
            .flatMap(model -> CATALOG.endpoints(model.slug()).stream())
            .filter(e -> e.id().equals(id))
            .findFirst()
            .orElseThrow();
    var provider = requireNonNull(CATALOG.provider(endpoint.provider()));
    ProviderSettings settings = new ProviderSettings(configured, EVERY_SETTING);
    return EndpointResolver.resolve(provider, endpoint, settings.of(provider));
  }

  private static CatalogReport report(
      Map<String, String> environment, Map<String, List<QuirkOption>> dialects) {
    return CatalogReport.of(CATALOG, new ProviderSettings(Map.of(), environment), dialects);
  }

  private static ProviderLine line(CatalogReport report, String provider) {
    return report.providers().stream()
        .filter(line -> line.provider().equals(provider))
        .findFirst()
        .orElseThrow();
  }

  /** Every dialect of the catalogue, taking any option. */
  private static Map<String, List<QuirkOption>> everyDialect(CatalogSnapshot catalog) {
    Map<String, List<QuirkOption>> dialects = new HashMap<>();
    for (Model model : catalog.models()) {
      for (Endpoint endpoint : catalog.endpoints(model.slug())) {
        List<QuirkOption> options =
            endpoint.quirks().options().keySet().stream()
                .map(name -> new QuirkOption(name, Set.of(), false, null, "Any."))
                .toList();
        dialects.merge(
            endpoint.dialect(),
            options,
            (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).distinct().toList());
      }
    }
    return dialects;
  }
}
