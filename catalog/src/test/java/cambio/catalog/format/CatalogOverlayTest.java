package cambio.catalog.format;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.catalog.ShippedCatalog;
import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlFile;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.money.PriceVersion;
import cambio.router.money.PriceVersion.Trust;
import cambio.router.money.TokenRate;
import cambio.spi.AuthStyle;
import cambio.spi.Parameter;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogOverlayTest {

  private static final CatalogSnapshot BASE = ShippedCatalog.load();
  private static final String GPT_4O = "openai:openai/gpt-4o";
  private static final Instant NOVEMBER = Instant.parse("2026-11-24T00:00:00Z");
  private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

  private final List<Problem> problems = new ArrayList<>();

  @Test
  void fileWithoutTheSectionsLeavesTheCatalogueAsItIs() {
    assertThat(apply("version: 1\nserver:\n  port: 8080\n").catalog()).isSameAs(BASE);
    assertThat(apply("").catalog()).isSameAs(BASE);
    assertThat(problems).isEmpty();
  }

  @Test
  void ownProviderModelAndEndpointAreAdded() {
    CatalogOverlay.Result result =
        apply(
            """
            providers:
              - id: rack
                name: Our rack
                dialect: openai-chat
                base_url: http://{host}:8000/v1
                auth: none
                settings: {host: 10.0.0.5}
                quirks:
                  renames: {seed: random_seed}
                  unsupported: [logit_bias]
                  options: {usage: none}
            models:
              - slug: acme/large
                context: 32768
                input: [text, image]
            endpoints:
              - provider: rack
                model: acme/large
                upstream: large-v2
                quantization: fp8
                region: eu
                parameters: [max_tokens, seed]
                parameters_complete: true
                prices: {input: 0.1, output: "0.40"}
            """);

    assertThat(problems).isEmpty();
    CatalogSnapshot catalog = result.catalog();
    assertThat(catalog.providers()).hasSize(101);
    assertThat(catalog.models()).hasSize(599);
    assertThat(catalog.endpointCount()).isEqualTo(2139);
    assertThat(catalog.version()).matches("2026-11-23\\+[0-9a-f]{8}");
    assertThat(result.settings()).isEqualTo(Map.of("rack", Map.of("host", "10.0.0.5")));
    Model model = requireNonNull(catalog.model("acme/large"));
    assertThat(model.name()).isEqualTo("large");
    assertThat(model.kind()).isEqualTo(Model.Kind.CHAT);
    Endpoint endpoint = endpoint(catalog, "rack:acme/large@fp8");
    assertThat(endpoint.tag()).isEqualTo("rack/fp8");
    assertThat(endpoint.auth()).isEqualTo(AuthStyle.NONE);
    assertThat(endpoint.baseUrlTemplate()).isEqualTo("http://{host}:8000/v1");
    assertThat(endpoint.parameters())
        .containsExactlyInAnyOrder(Parameter.MAX_TOKENS, Parameter.SEED);
    assertThat(endpoint.parametersComplete()).isTrue();
    assertThat(endpoint.quirks().nameOf(Parameter.SEED, "seed")).isEqualTo("random_seed");
    assertThat(endpoint.quirks().supports(Parameter.LOGIT_BIAS)).isFalse();
    PriceVersion version = requireNonNull(endpoint.priceAt(Instant.EPOCH));
    assertThat(version.base().input()).isEqualTo(new TokenRate(100_000_000));
    assertThat(version.base().output()).isEqualTo(TokenRate.perMillion("0.4"));
    assertThat(version.trust()).isEqualTo(Trust.CONFIRMED);
  }

  @Test
  void priceWithoutAStartReplacesTheShippedOne() {
    CatalogSnapshot catalog =
        catalog(
            """
            prices:
              - endpoint: openai:openai/gpt-4o
                input: "2.123456789"
                output: "0.000000001"
            """);

    List<PriceVersion> versions = endpoint(catalog, GPT_4O).prices();
    assertThat(versions).hasSize(1);
    assertThat(versions.getFirst().base().input()).isEqualTo(new TokenRate(2_123_456_789L));
    assertThat(versions.getFirst().base().output()).isEqualTo(new TokenRate(1));
    assertThat(versions.getFirst().trust()).isEqualTo(Trust.CONFIRMED);
    assertThat(versions.getFirst().id()).startsWith(GPT_4O + "@start+");
  }

  @Test
  void pricesWithAStartFollowTheShippedOne() {
    CatalogSnapshot catalog =
        catalog(
            """
            prices:
              - {endpoint: "openai:openai/gpt-4o", valid_from: 2027-02-01, input: "1", output: "4"}
              - endpoint: openai:openai/gpt-4o
                valid_from: 2026-12-01
                input: "2"
                output: "8"
                cache_read: "1"
                tiers:
                  - {above: 200000, input: "4"}
                windows:
                  - {from: "16:30", until: "00:30", input: "0.5"}
            """);

    Endpoint endpoint = endpoint(catalog, GPT_4O);
    assertThat(endpoint.prices()).hasSize(3);
    assertThat(endpoint.priceAt(NOVEMBER)).isEqualTo(endpoint(BASE, GPT_4O).prices().getFirst());
    PriceVersion december = requireNonNull(endpoint.priceAt(DECEMBER));
    assertThat(december.base().cacheRead()).isEqualTo(TokenRate.perMillion("1"));
    assertThat(december.tiers().getFirst().aboveInputTokens()).isEqualTo(200_000);
    assertThat(december.windows().getFirst().from()).isEqualTo(LocalTime.of(16, 30));
    assertThat(
            requireNonNull(endpoint.priceAt(Instant.parse("2027-03-01T00:00:00Z"))).base().input())
        .isEqualTo(TokenRate.perMillion("1"));
  }

  @Test
  void changedProviderChangesItsEndpointsAndNothingElse() {
    CatalogSnapshot catalog =
        catalog(
            """
            providers:
              - id: openai
                base_url: https://proxy.example/v1
                auth: header:x-key
                quirks: {options: {usage: both}}
              - id: azure
                base_url: https://eu.example/openai
            """);

    Provider provider = requireNonNull(catalog.provider("openai"));
    assertThat(provider.name()).isEqualTo("OpenAI");
    assertThat(provider.keyVariables()).containsExactly("OPENAI_API_KEY");
    Endpoint endpoint = endpoint(catalog, GPT_4O);
    assertThat(endpoint.baseUrlTemplate()).isEqualTo("https://proxy.example/v1");
    assertThat(endpoint.auth()).isEqualTo(new AuthStyle.Header("x-key"));
    assertThat(endpoint.quirks().option("usage")).isEqualTo("both");
    assertThat(endpoint.quirks().renames()).containsKey("max_tokens");
    assertThat(endpoint.prices()).isEqualTo(endpoint(BASE, GPT_4O).prices());
    String claude = "azure:anthropic/claude-opus-5";
    assertThat(endpoint(catalog, claude).baseUrlTemplate())
        .isEqualTo(endpoint(BASE, claude).baseUrlTemplate());
    assertThat(catalog.providers()).hasSize(100);
    assertThat(catalog.endpointCount()).isEqualTo(2138);
  }

  @Test
  void changedEndpointKeepsWhatIsNotNamed() {
    Endpoint endpoint =
        endpoint(
            catalog(
                """
                endpoints:
                  - {provider: openai, model: openai/gpt-4o, max_output: 1000}
                models:
                  - {slug: openai/gpt-4o, name: Ours}
                """),
            GPT_4O);

    Endpoint before = endpoint(BASE, GPT_4O);
    assertThat(endpoint.maxOutputTokens()).isEqualTo(1000);
    assertThat(endpoint.upstreamModel()).isEqualTo(before.upstreamModel());
    assertThat(endpoint.prices()).isEqualTo(before.prices());
    assertThat(endpoint.contextLength()).isEqualTo(before.contextLength());
  }

  @Test
  void everyProblemIsNamedWithLineAndField() {
    CatalogOverlay.Result result =
        apply(
            """
            providers:
              - id: Rack!
                dialect: openai-chat
                base_ulr: http://x/v1
              - id: shed
                base_url: ftp://shed
            models:
              - slug: nameless
              - slug: acme/large
                context: -1
                input: [smell]
            endpoints:
              - provider: opneai
                model: openai/gpt-4p
                upstream: x
                prices:
                  input: "abc"
                  output: 0.0000000001
                  input_audio: -0.5
                  output_audio: 0.0000000001
              - provider: openai
                model: acme/large
                prices:
                  - {valid_from: yesterday, input: -1}
                  - {valid_from: 2026-12-01, input: 1, output: 1, trust: conflict}
            prices:
              - {endpoint: "openai:openai/gpt-4oo", input: 1, output: 2}
              - {endpoint: "openai:openai/gpt-4o", input: 1}
            """);

    assertThat(result.catalog()).isSameAs(BASE);
    assertThat(problems.stream().map(Problem::toString))
        .containsExactly(
            "cambio.yaml:2: providers[0].id: \"Rack!\" (expected: a name of lower-case letters,"
                + " digits, - and .)",
            "cambio.yaml:4: providers[0].base_ulr: is no known member (did you mean base_url?"
                + " expected: one of id, dialect, base_url, auth, name, key_variables, regions,"
                + " settings, quirks, data_policy, docs, dialects, kind, base_url_basis, note)",
            "cambio.yaml:5: providers[1].dialect: is missing (expected: a dialect such as"
                + " openai-chat)",
            "cambio.yaml:6: providers[1].base_url: \"ftp://shed\" (expected: a URL such as"
                + " https://host/v1, placeholders like {region})",
            "cambio.yaml:8: models[0].slug: \"nameless\" (expected: author/name in lower case)",
            "cambio.yaml:10: models[1].context: \"-1\" (expected: a whole number over 0)",
            "cambio.yaml:11: models[1].input[0]: \"smell\" (expected: text, image, audio, video or"
                + " file)",
            "cambio.yaml:13: endpoints[0].provider: \"opneai\" (expected: a known provider; did you"
                + " mean openai?)",
            "cambio.yaml:14: endpoints[0].model: \"openai/gpt-4p\" (expected: a known model; did"
                + " you mean openai/gpt-4?)",
            "cambio.yaml:17: endpoints[0].prices.input: \"abc\" (expected: a decimal of USD per"
                + " million tokens)",
            "cambio.yaml:18: endpoints[0].prices.output: \"0.0000000001\" (expected: a decimal of"
                + " USD per million tokens)",
            "cambio.yaml:19: endpoints[0].prices.input_audio: \"-0.5\" (expected: a decimal of USD"
                + " per million tokens)",
            "cambio.yaml:20: endpoints[0].prices.output_audio: \"0.0000000001\" (expected: a"
                + " decimal of USD per million tokens)",
            "cambio.yaml:21: endpoints[1].upstream: is missing (expected: the model's name at the"
                + " provider)",
            "cambio.yaml:24: endpoints[1].prices[0].input: \"-1\" (expected: a decimal of USD per"
                + " million tokens)",
            "cambio.yaml:24: endpoints[1].prices[0].output: is missing (expected: a decimal of USD per"
                + " million tokens)",
            "cambio.yaml:24: endpoints[1].prices[0].valid_from: \"yesterday\" (expected: a date"
                + " such as 2026-12-01)",
            "cambio.yaml:25: endpoints[1].prices[1].competing: is missing (expected: what each source"
                + " says)",
            "cambio.yaml:27: prices[0].endpoint: \"openai:openai/gpt-4oo\" (expected: a known"
                + " endpoint; did you mean openai:openai/gpt-4o?)",
            "cambio.yaml:28: prices[1].output: is missing (expected: a decimal of USD per million"
                + " tokens)");
  }

  @Test
  void whatOccursTwiceIsNamed() {
    apply(
        """
        providers:
          - {id: rack, dialect: openai-chat, base_url: "http://a/v1"}
          - {id: rack, dialect: openai-chat, base_url: "http://b/v1"}
        models:
          - {slug: acme/large}
          - {slug: acme/large}
        endpoints:
          - {provider: rack, model: acme/large, upstream: a}
          - {provider: rack, model: acme/large, upstream: b, variant: turbo}
          - {provider: rack, model: acme/large, upstream: c}
        prices:
          - {endpoint: "openai:openai/gpt-4o", input: 1, output: 1}
          - {endpoint: "openai:openai/gpt-4o", input: 2, output: 1}
        """);

    assertThat(problems.stream().map(Problem::toString))
        .containsExactly(
            "cambio.yaml:3: providers[1].id: provider rack occurs twice",
            "cambio.yaml:6: models[1].slug: model acme/large occurs twice",
            "cambio.yaml:10: endpoints[2].model: endpoint rack:acme/large occurs twice",
            "cambio.yaml:13: prices[1].valid_from: another version of this price starts at the same"
                + " time");
  }

  @Test
  void placeholderWithoutASettingIsNamed() {
    apply("providers:\n  - {id: rack, dialect: openai-chat, base_url: \"https://{zone}.x/v1\"}\n");

    assertThat(problems.stream().map(Problem::toString))
        .containsExactly(
            "cambio.yaml:2: providers[0].base_url: {zone} (expected: a name under settings)");
  }

  @Test
  void versionNamesTheContentAndNothingElse() {
    String text = "prices:\n  - {endpoint: \"openai:openai/gpt-4o\", input: 1, output: 2}\n";
    String version = catalog(text).version();

    assertThat(catalog("# a comment\n" + text + "server: {port: 1}\n").version())
        .isEqualTo(version);
    assertThat(catalog(text.replace("input: 1", "input: 3")).version()).isNotEqualTo(version);
    CatalogSnapshot local = ShippedCatalog.loadWithLocalModel();
    assertThat(CatalogOverlay.apply(local, parse(text), problems).catalog().version())
        .matches("2026-11-23\\+local\\.[0-9a-f]{8}");
  }

  @Test
  void changedPriceHasAVersionOfAnotherName() {
    String text = "prices:\n  - {endpoint: \"openai:openai/gpt-4o\", input: 1, output: 2}\n";
    String before = endpoint(catalog(text), GPT_4O).prices().getFirst().id();
    String after =
        endpoint(catalog(text.replace("input: 1", "input: 3")), GPT_4O).prices().getFirst().id();

    assertThat(after).isNotEqualTo(before);
    assertThat(endpoint(catalog(text), GPT_4O).prices().getFirst().id()).isEqualTo(before);
  }

  private CatalogSnapshot catalog(String text) {
    CatalogSnapshot catalog = apply(text).catalog();
    assertThat(problems).isEmpty();
    return catalog;
  }

  private CatalogOverlay.Result apply(String text) {
    return CatalogOverlay.apply(BASE, parse(text), problems);
  }

  private cambio.catalog.yaml.YamlValue.YamlMap parse(String text) {
    return YamlFile.parse("cambio.yaml", text, variable -> null, problems);
  }

  private static Endpoint endpoint(CatalogSnapshot catalog, String id) {
    return catalog.models().stream()
        .flatMap(model -> catalog.endpoints(model.slug()).stream())
        .filter(endpoint -> endpoint.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
