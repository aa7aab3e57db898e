package cambio.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.catalog.BenchmarkScore;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.money.PriceTier;
import cambio.router.money.PriceVersion;
import cambio.router.money.PriceVersion.Trust;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import cambio.testkit.SharedFolder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped catalogue against the facts that it was made from, read on another way. */
class FactsTest {

  private static final BigDecimal UNITS_PER_USD = BigDecimal.ONE.movePointRight(15);

  private final CatalogSnapshot catalog = ShippedCatalog.load();
  private Path folder = Path.of("");

  @BeforeEach
  void findFacts() {
    Path found = SharedFolder.find("catalog");
    if (found == null) {
      assertThat(SharedFolder.required()).as("REQUIRE_SHARED=1 but no facts found").isFalse();
      Assumptions.abort("no facts: set CAMBIO_SHARED to compare with them");
    }
    folder = requireNonNull(found);
  }

  private static final BigDecimal TWICE = BigDecimal.valueOf(2);

  @Test
  void everyPriceIsThatOfTheFacts() throws IOException {
    Map<String, Endpoint> endpoints = endpoints();
    Map<String, JsonNode> disagreements = disagreements();
    int compared = 0;
    for (JsonNode fact : list("endpoints", "endpoints")) {
      String id = fact.get("id").asText();
      Endpoint endpoint = requireNonNull(endpoints.remove(id), id);
      assertThat(endpoint.prices()).as(id).hasSize(1);
      PriceVersion version = endpoint.prices().getFirst();
      JsonNode conflict =
          fact.get("price_conflict").asBoolean()
              ? requireNonNull(disagreements.get(key(fact)), id)
              : null;
      assertRates(id, fact.get("pricing"), conflict, version.base());
      assertTiers(id, fact.get("price_tiers"), version.tiers());
      assertThat(version.trust()).as(id).isEqualTo(trust(fact));
      compared++;
    }
    assertThat(compared).isEqualTo(2138);
    assertThat(endpoints).isEmpty();
  }

  @Test
  void whatSoundCostsIsWhatItsSourceLists() throws IOException {
    Map<String, Endpoint> endpoints = endpoints();
    JsonNode providers = soundSource();
    List<String> listed = new ArrayList<>();
    for (JsonNode fact : list("endpoints", "endpoints")) {
      String id = fact.get("id").asText();
      Rates rates = requireNonNull(endpoints.get(id), id).prices().getFirst().base();
      JsonNode cost =
          providers
              .path(fact.get("provider").asText())
              .path("models")
              .path(fact.get("upstream_model_id").asText())
              .path("cost");
      if (!OTHERWISE_SOURCED.contains(id)) {
        assertMillion(id, cost.get("input_audio"), rates.inputAudio());
        assertMillion(id, cost.get("output_audio"), rates.outputAudio());
      }
      if (rates.inputAudio() != null || rates.outputAudio() != null) {
        listed.add(id);
      }
    }
    assertThat(listed).hasSize(27).containsAll(OTHERWISE_SOURCED);
  }

  private JsonNode soundSource() throws IOException {
    Path file = folder.resolve("sources").resolve("models_dev.json.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .readTree(in)
          .get("providers");
    }
  }

  private static void assertMillion(String id, @Nullable JsonNode usd, @Nullable TokenRate rate) {
    assertRate(id, usd == null ? null : new BigDecimal(usd.asText()).movePointLeft(6), rate);
  }

  /** From another source: see {@code SOUND} in catalog/tools/adjustments.py. */
  private static final Set<String> OTHERWISE_SOURCED =
      Set.of(
          "databricks:google/gemini-2.5-flash-lite",
          "databricks:google/gemini-3.1-flash-lite",
          "google-vertex:google/gemini-2.5-flash",
          "google-vertex:google/gemini-2.5-flash-lite-preview-09-2025",
          "volcengine:bytedance-seed/doubao-seed-2-1-lite-260915");

  @Test
  void everyEndpointIsThatOfTheFacts() throws IOException {
    Map<String, Endpoint> endpoints = endpoints();
    for (JsonNode fact : list("endpoints", "endpoints")) {
      String id = fact.get("id").asText();
      Endpoint endpoint = requireNonNull(endpoints.get(id), id);
      assertThat(endpoint.provider()).as(id).isEqualTo(text(fact, "provider"));
      assertThat(endpoint.model()).as(id).isEqualTo(text(fact, "model"));
      assertThat(endpoint.upstreamModel()).as(id).isEqualTo(text(fact, "upstream_model_id"));
      assertThat(endpoint.quantization()).as(id).isEqualTo(text(fact, "quantization"));
      assertThat(endpoint.sunset()).as(id).isEqualTo(text(fact, "sunset_date"));
      assertThat(endpoint.contextLength()).as(id).isEqualTo(number(fact, "context_length"));
      assertThat(endpoint.maxOutputTokens()).as(id).isEqualTo(number(fact, "max_output"));
      JsonNode can = fact.get("capabilities");
      assertThat(endpoint.capabilities().tools()).as(id).isEqualTo(flag(can, "tools"));
      assertThat(endpoint.capabilities().caching()).as(id).isEqualTo(flag(can, "caching"));
      assertThat(endpoint.capabilities().vision()).as(id).isEqualTo(flag(can, "vision"));
      assertThat(endpoint.capabilities().jsonSchema()).as(id).isEqualTo(flag(can, "json_schema"));
      assertThat(endpoint.capabilities().reasoning()).as(id).isEqualTo(flag(can, "reasoning"));
      String dialect = text(fact, "api_dialect");
      if (dialect != null) {
        assertThat(endpoint.dialect()).as(id).isEqualTo(dialect);
      }
    }
  }

  @Test
  void everyModelAndProviderIsThatOfTheFacts() throws IOException {
    for (JsonNode fact : list("models", "models")) {
      String slug = fact.get("slug").asText();
      Model model = requireNonNull(catalog.model(slug), slug);
      assertThat(model.name()).isEqualTo(text(fact, "name"));
      assertThat(model.author()).isEqualTo(text(fact, "author"));
      assertThat(model.kind().name()).isEqualToIgnoringCase(text(fact, "type"));
      assertThat(model.released()).as(slug).isEqualTo(text(fact, "released"));
      assertThat(model.contextLength()).as(slug).isEqualTo(number(fact, "context_length"));
      assertThat(model.maxOutputTokens()).as(slug).isEqualTo(number(fact, "max_output"));
      assertThat(model.tokenizer()).as(slug).isEqualTo(text(fact, "tokenizer"));
    }
    for (JsonNode fact : list("providers", "providers")) {
      String id = fact.get("id").asText();
      Provider provider = requireNonNull(catalog.provider(id), id);
      assertThat(provider.name()).isEqualTo(text(fact, "name"));
      // The facts name a dialect of Azure's own; it is the chat dialect with declared data.
      String dialect = text(fact, "api_dialect");
      assertThat(provider.dialect())
          .as(id)
          .isEqualTo("azure-openai".equals(dialect) ? "openai-chat" : dialect);
      assertThat(provider.keyVariables()).as(id).isNotEmpty();
      assertThat(provider.baseUrlTemplate()).as(id).isNotNull();
    }
  }

  @Test
  void everyBenchmarkFigureIsThatOfTheFacts() throws IOException {
    List<String> facts = new ArrayList<>();
    for (JsonNode fact : list("benchmarks", "benchmarks")) {
      facts.add(
          String.join(
              "|",
              fact.get("benchmark").asText(),
              fact.get("label").asText(),
              String.valueOf(text(fact, "model")),
              fact.get("category").asText(),
              String.valueOf(text(fact, "setting")),
              fact.get("score").asText(),
              String.valueOf(text(fact, "cost_usd_total")),
              fact.get("source").asText()));
    }
    List<String> shipped = new ArrayList<>();
    for (BenchmarkScore score : ShippedCatalog.benchmarks()) {
      BigDecimal cost = score.runCost();
      shipped.add(
          String.join(
              "|",
              score.benchmark(),
              score.label(),
              String.valueOf(score.model()),
              score.category(),
              String.valueOf(score.setting()),
              score.score().toPlainString(),
              cost == null ? "null" : cost.toPlainString(),
              score.source()));
    }
    assertThat(shipped).containsExactlyInAnyOrderElementsOf(facts);
  }

  private static void assertRates(
      String id, JsonNode pricing, @Nullable JsonNode conflict, Rates rates) {
    assertRate(id, highest(pricing, conflict, "prompt"), rates.input());
    assertRate(id, highest(pricing, conflict, "completion"), rates.output());
    assertRate(id, price(pricing, "cache_read"), rates.cacheRead());
    assertRate(id, price(pricing, "cache_write"), rates.cacheWrite());
    assertRate(id, price(pricing, "reasoning"), rates.reasoning());
    BigDecimal input = highest(pricing, conflict, "prompt");
    boolean claude = id.contains(":anthropic/") && rates.cacheWrite() != null;
    // No source lists what an hour costs; at these four it is documented as twice the input.
    boolean known =
        claude && id.matches("(anthropic|azure|google-vertex-anthropic|amazon-bedrock):.*");
    assertRate(id, known && input != null ? input.multiply(TWICE) : null, rates.longCacheWrite());
    assertThat(rates.image() == null ? null : rates.image().toString())
        .as(id)
        .isEqualTo(text(pricing, "image"));
    assertThat(rates.request() == null ? null : rates.request().toString())
        .as(id)
        .isEqualTo(text(pricing, "request"));
  }

  private static void assertTiers(String id, JsonNode facts, List<PriceTier> tiers) {
    assertThat(tiers).as(id).hasSize(facts.size());
    for (int i = 0; i < tiers.size(); i++) {
      PriceTier tier = tiers.get(i);
      assertThat(tier.aboveInputTokens())
          .isEqualTo(facts.get(i).get("above_prompt_tokens").asInt());
      assertRate(id, price(facts.get(i), "prompt"), tier.rates().input());
      assertRate(id, price(facts.get(i), "completion"), tier.rates().output());
      assertRate(id, price(facts.get(i), "cache_read"), tier.rates().cacheRead());
    }
  }

  private static void assertRate(String id, @Nullable BigDecimal usd, @Nullable TokenRate rate) {
    BigDecimal units = rate == null ? null : BigDecimal.valueOf(rate.nanosPerMillion());
    if (usd == null || units == null) {
      assertThat(units).as(id).isEqualTo(usd);
    } else {
      assertThat(units).as(id).isEqualByComparingTo(usd.multiply(UNITS_PER_USD));
    }
  }

  private static @Nullable BigDecimal highest(
      JsonNode pricing, @Nullable JsonNode conflict, String kind) {
    BigDecimal highest = price(pricing, kind);
    if (conflict != null) {
      for (JsonNode source : conflict.get("prices")) {
        BigDecimal price = price(source, kind);
        if (price != null && (highest == null || price.compareTo(highest) > 0)) {
          highest = price;
        }
      }
    }
    return highest;
  }

  private static Trust trust(JsonNode fact) {
    if (fact.get("price_conflict").asBoolean()) {
      return Trust.CONFLICT;
    }
    if (fact.get("price_outlier").asBoolean()) {
      return Trust.OUTLIER;
    }
    return fact.get("price_sources").size() == 1 ? Trust.SINGLE_SOURCE : Trust.CONFIRMED;
  }

  private Map<String, Endpoint> endpoints() {
    Map<String, Endpoint> endpoints = new HashMap<>();
    for (Model model : catalog.models()) {
      catalog.endpoints(model.slug()).forEach(e -> endpoints.put(e.id(), e));
    }
    return endpoints;
  }

  private Map<String, JsonNode> disagreements() throws IOException {
    Map<String, JsonNode> disagreements = new HashMap<>();
    for (JsonNode fact : list("price_disagreements", "price_disagreements")) {
      disagreements.put(key(fact), fact);
    }
    return disagreements;
  }

  private static String key(JsonNode fact) {
    return text(fact, "provider") + " " + text(fact, "model") + " " + text(fact, "variant");
  }

  private JsonNode list(String file, String member) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file + ".json").toFile()).get(member);
  }

  private static @Nullable BigDecimal price(JsonNode node, String member) {
    String text = text(node, member);
    return text == null ? null : new BigDecimal(text);
  }

  private static @Nullable String text(JsonNode node, String member) {
    JsonNode value = node.get(member);
    return value == null || value.isNull() ? null : value.asText();
  }

  private static @Nullable Integer number(JsonNode node, String member) {
    JsonNode value = node.get(member);
    return value == null || value.isNull() ? null : value.asInt();
  }

  private static @Nullable Boolean flag(JsonNode node, String member) {
    JsonNode value = node.get(member);
    return value == null || value.isNull() ? null : value.asBoolean();
  }
}
