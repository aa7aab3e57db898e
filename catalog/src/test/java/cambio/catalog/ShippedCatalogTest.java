package cambio.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.catalog.BenchmarkScore;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.money.PriceTier;
import cambio.router.money.PriceVersion;
import cambio.router.money.PriceVersion.Trust;
import cambio.router.money.TokenRate;
import cambio.spi.AuthStyle;
import cambio.spi.Parameter;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedCatalogTest {

  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

  private final CatalogSnapshot catalog = ShippedCatalog.load();

  @Test
  void holdsEveryFact() {
    assertThat(catalog.version()).isEqualTo("2026-11-23");
    assertThat(catalog.providers()).hasSize(100);
    assertThat(catalog.models()).hasSize(598);
    assertThat(catalog.endpointCount()).isEqualTo(2138);
    assertThat(catalog.models()).filteredOn(m -> m.kind() == Model.Kind.EMBEDDING).hasSize(56);
    assertThat(ShippedCatalog.benchmarks()).hasSize(1324);
  }

  @Test
  void localModelComesOnTopOfTheFacts() {
    CatalogSnapshot withLocal = ShippedCatalog.loadWithLocalModel();

    assertThat(withLocal.version()).isEqualTo("2026-11-23+local");
    assertThat(withLocal.providers()).hasSize(101);
    assertThat(withLocal.endpointCount()).isEqualTo(2139);
    Endpoint local = withLocal.endpoints("cambio/tiny-chat").getFirst();
    assertThat(local.auth()).isEqualTo(AuthStyle.NONE);
    assertThat(local.prices().getFirst().base().free()).isTrue();
    assertThat(local.priceAt(NOW)).isNotNull();
    assertThat(withLocal.slugsNamed("tiny-chat")).containsExactly("cambio/tiny-chat");
  }

  @Test
  void loadingTwiceGivesTheSame() {
    CatalogSnapshot again = ShippedCatalog.load();

    assertThat(again.providers()).containsExactlyElementsOf(catalog.providers());
    assertThat(again.models()).containsExactlyElementsOf(catalog.models());
    for (Model model : catalog.models()) {
      assertThat(again.endpoints(model.slug())).isEqualTo(catalog.endpoints(model.slug()));
    }
  }

  @Test
  void bareNamesResolveWhereUnique() {
    assertThat(catalog.slugsNamed("gpt-4o")).containsExactly("openai/gpt-4o");
    assertThat(catalog.slugsNamed("no-such-model")).isEmpty();
  }

  @Test
  void everyEndpointHasAPriceItsModelAndADistinctPriceVersion() {
    Set<String> versions = new HashSet<>();
    for (Model model : catalog.models()) {
      assertThat(catalog.endpoints(model.slug())).isNotEmpty();
      for (Endpoint endpoint : catalog.endpoints(model.slug())) {
        PriceVersion version = requireNonNull(endpoint.priceAt(NOW), endpoint.id());
        assertThat(version.base().input()).as(endpoint.id()).isNotNull();
        assertThat(version.base().output() != null || model.kind() == Model.Kind.EMBEDDING)
            .as(endpoint.id())
            .isTrue();
        assertThat(versions.add(version.id())).as(version.id()).isTrue();
      }
    }
  }

  /** Nano-USD per million tokens, worked out by hand from USD a token. */
  @ParameterizedTest
  @CsvSource({
    "openai:openai/gpt-4o, 2500000000, 10000000000, 1250000000",
    "openai:openai/gpt-5, 1250000000, 10000000000, 125000000",
    "anthropic:anthropic/claude-opus-4.5, 5000000000, 25000000000, 500000000",
    "anthropic:anthropic/claude-haiku-4.5, 1000000000, 5000000000, 100000000",
    "google:google/gemini-2.5-pro, 1250000000, 10000000000, 125000000",
    "groq:openai/gpt-oss-120b, 150000000, 600000000, 75000000",
    "xai:x-ai/grok-4.3, 1250000000, 2500000000, 200000000",
    "deepinfra:meta-llama/llama-3.3-70b-instruct:turbo, 100000000, 320000000,",
    "togetherai:moonshotai/kimi-k2.5@fp4, 500000000, 2800000000,",
    "publicai:google/gemma-sea-lion-v4-27b-it, 200000000, 400000000,",
    "zhipuai:z-ai/glm-5.3, 1142857100, 4000000000, 276000000",
    "alibaba:qwen/qwen3-next-80b-a3b-instruct, 500000000, 2000000000,",
  })
  void priceIsExact(String id, long input, long output, @Nullable Long cacheRead) {
    assertThat(price(id).base().input()).isEqualTo(new TokenRate(input));
    assertThat(price(id).base().output()).isEqualTo(new TokenRate(output));
    assertThat(price(id).base().cacheRead())
        .isEqualTo(cacheRead == null ? null : new TokenRate(cacheRead));
    assertThat(price(id).validFrom()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
  }

  @Test
  void tiersAreRead() {
    PriceTier tier = price("google:google/gemini-2.5-pro").tiers().getFirst();
    assertThat(tier.aboveInputTokens()).isEqualTo(200_000);
    assertThat(tier.rates().output()).isEqualTo(TokenRate.perMillion("15"));
  }

  @Test
  void baseUrlsAreSecureAndEndWhereMethodsBegin() {
    for (Endpoint endpoint : endpoints()) {
      assertThat(endpoint.baseUrlTemplate())
          .as(endpoint.id())
          .startsWith("https://")
          .doesNotEndWith("/")
          .doesNotEndWith("/completions");
    }
  }

  @Test
  void priceWhoseSourcesDisagreeIsHeldAtItsHighest() {
    PriceVersion version = price("alibaba:qwen/qwen3-next-80b-a3b-thinking");

    assertThat(version.trust()).isEqualTo(Trust.CONFLICT);
    assertThat(version.base().input()).isEqualTo(TokenRate.perMillion("0.5"));
    assertThat(version.base().output()).isEqualTo(TokenRate.perMillion("6"));
    assertThat(endpoints())
        .extracting(e -> e.prices().getFirst().trust())
        .filteredOn(Trust.CONFLICT::equals)
        .hasSize(88);
    assertThat(endpoints())
        .extracting(e -> e.prices().getFirst().trust())
        .filteredOn(Trust.OUTLIER::equals)
        .hasSize(10);
  }

  @Test
  void furtherEndpointsOfAModelHaveTagsOfTheirOwn() {
    Endpoint turbo = endpoint("deepinfra:meta-llama/llama-3.3-70b-instruct:turbo");
    assertThat(turbo.tag()).isEqualTo("deepinfra/turbo");
    Endpoint small = endpoint("novita-ai:qwen/qwen3-32b@fp8");
    assertThat(small.tag()).isEqualTo("novita-ai/fp8");
    assertThat(small.quantization()).isEqualTo("fp8");
  }

  @Test
  void endpointOfAnotherDialectHasItsOwnUrlAndAuth() {
    Endpoint claude = endpoint("azure:anthropic/claude-opus-5");
    assertThat(claude.dialect()).isEqualTo("anthropic-messages");
    assertThat(claude.auth()).isEqualTo(new AuthStyle.Header("x-api-key", "azure-entra"));
    assertThat(claude.baseUrlTemplate()).endsWith("/anthropic/v1");
    assertThat(endpoint("mistral:mistralai/mistral-embed").dialect())
        .isEqualTo("openai-embeddings");
    Endpoint mistral = endpoint("google-vertex:mistralai/codestral-2501");
    assertThat(mistral.baseUrlTemplate()).endsWith("/locations/{region}");
    assertThat(mistral.quirks().option("stream_path")).endsWith("{model}:streamRawPredict");
  }

  @Test
  void deploymentsOfAzureAreData() {
    Endpoint gpt = endpoint("azure:openai/gpt-4o");
    assertThat(gpt.dialect()).isEqualTo("openai-chat");
    assertThat(gpt.auth()).isEqualTo(AuthStyle.parse("header:api-key,azure-entra"));
    assertThat(gpt.quirks().option("path")).isEqualTo("/deployments/{model}/chat/completions");
    assertThat(gpt.quirks().option("query")).startsWith("api-version=");
    assertThat(gpt.quirks().renames()).containsEntry("max_tokens", "max_completion_tokens");
    Endpoint vectors = endpoint("azure:openai/text-embedding-3-small");
    assertThat(vectors.dialect()).isEqualTo("openai-embeddings");
    assertThat(vectors.quirks().option("path")).isEqualTo("/deployments/{model}/embeddings");
  }

  @Test
  void quirksOfTheProviderReachItsEndpoints() {
    Endpoint endpoint = endpoint("openai:openai/gpt-4o");
    assertThat(endpoint.quirks().nameOf(Parameter.MAX_TOKENS, "max_tokens"))
        .isEqualTo("max_completion_tokens");
  }

  @Test
  void benchmarkFiguresNameTheirSource() {
    List<BenchmarkScore> scores = ShippedCatalog.benchmarks();
    assertThat(scores).allSatisfy(score -> assertThat(score.source()).isNotBlank());
    assertThat(scores)
        .anySatisfy(score -> {
          assertThat(score.model()).isEqualTo("openai/o1");
          assertThat(score.benchmark()).isEqualTo("aider-polyglot");
          assertThat(score.score()).isEqualByComparingTo("61.7");
          assertThat(score.runCost()).isEqualByComparingTo("186.4958");
        });
  }

  private List<Endpoint> endpoints() {
    return catalog.models().stream().flatMap(m -> catalog.endpoints(m.slug()).stream()).toList();
  }

  private Endpoint endpoint(String id) {
    return endpoints().stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
  }

  private PriceVersion price(String id) {
    return endpoint(id).prices().getFirst();
  }
}
