package cambio.server.surface.openrouter;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.money.PriceVersion;
import cambio.router.money.TokenRate;
import cambio.server.surface.ReleaseDate;
import cambio.spi.Parameter;
import cambio.spi.request.Modality;
import cambio.wire.JsonWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the catalogue's models, endpoints and providers as OpenRouter shows them. */
final class CatalogWriter {

  private final CatalogSnapshot catalog;
  private final Instant now;

  CatalogWriter(CatalogSnapshot catalog, Instant now) {
    this.catalog = catalog;
    this.now = now;
  }

  void model(JsonWriter json, Model model) {
    json.object();
    identity(json, model);
    json.member("canonical_slug", model.slug());
    nullable(json, "context_length", model.contextLength());
    PricingWriter.write(json, cheapest(model));
    json.name("top_provider").object();
    nullable(json, "context_length", model.contextLength());
    nullable(json, "max_completion_tokens", model.maxOutputTokens());
    json.member("is_moderated", false).end();
    json.name("per_request_limits").nullValue();
    parameters(json, model.parameters());
    json.name("default_parameters").nullValue();
    json.end();
  }

  void endpoints(JsonWriter json, Model model) {
    json.object();
    identity(json, model);
    json.name("endpoints").array();
    catalog.endpoints(model.slug()).forEach(endpoint -> endpoint(json, model, endpoint));
    json.end().end();
  }

  void provider(JsonWriter json, Provider provider) {
    json.object().member("name", provider.name()).member("slug", provider.id());
    json.name("privacy_policy_url").nullValue().name("terms_of_service_url").nullValue();
    json.name("status_page_url").nullValue().end();
  }

  private void identity(JsonWriter json, Model model) {
    json.member("id", model.slug())
        .member("name", model.name())
        .member("created", ReleaseDate.epochSecond(model.released()))
        .member("description", "");
    json.name("architecture").object();
    modalities(json, "input_modalities", model.inputModalities());
    modalities(json, "output_modalities", model.outputModalities());
    json.member(
            "modality",
            words(model.inputModalities(), "+") + "->" + words(model.outputModalities(), "+"))
        .member("tokenizer", model.tokenizer() == null ? "Other" : model.tokenizer());
    json.name("instruct_type").nullValue().end();
  }

  private void endpoint(JsonWriter json, Model model, Endpoint endpoint) {
    Provider provider = catalog.provider(endpoint.provider());
    String name = provider == null ? endpoint.provider() : provider.name();
    json.object()
        .member("name", name + " | " + model.slug())
        .member("model_id", model.slug())
        .member("model_name", model.name())
        .member("provider_name", name)
        .member("tag", endpoint.tag())
        .member(
            "quantization", endpoint.quantization() == null ? "unknown" : endpoint.quantization());
    nullable(json, "context_length", endpoint.contextLength());
    nullable(json, "max_completion_tokens", endpoint.maxOutputTokens());
    json.name("max_prompt_tokens").nullValue();
    PricingWriter.write(json, endpoint.priceAt(now));
    parameters(json, endpoint.parameters());
    json.member(
        "supports_implicit_caching", Boolean.TRUE.equals(endpoint.capabilities().caching()));
    json.member("status", 0);
    for (String window : List.of("uptime_last_5m", "uptime_last_30m", "uptime_last_1d")) {
      json.name(window).nullValue();
    }
    json.name("latency_last_30m").nullValue().name("throughput_last_30m").nullValue().end();
  }

  /**
   * The price of the endpoint with the lowest one for prompt and answer; null where none is known.
   */
  @Nullable PriceVersion cheapest(Model model) {
    return catalog.endpoints(model.slug()).stream()
        .map(endpoint -> endpoint.priceAt(now))
        .filter(version -> version != null && version.base().input() != null)
        .min(Comparator.comparingLong(CatalogWriter::sum))
        .orElse(null);
  }

  private static long sum(PriceVersion version) {
    return nanos(version.base().input()) + nanos(version.base().output());
  }

  private static long nanos(@Nullable TokenRate rate) {
    return rate == null ? 0 : rate.nanosPerMillion();
  }

  private static void parameters(JsonWriter json, Set<Parameter> parameters) {
    json.name("supported_parameters").array();
    parameters.stream().sorted().forEach(parameter -> json.value(parameter.wireName()));
    json.end();
  }

  private static void modalities(JsonWriter json, String name, Collection<Modality> modalities) {
    json.name(name).array();
    modalities.stream().sorted().forEach(modality -> json.value(word(modality)));
    json.end();
  }

  private static String words(Collection<Modality> modalities, String between) {
    return String.join(between, modalities.stream().sorted().map(CatalogWriter::word).toList());
  }

  private static String word(Modality modality) {
    return modality.name().toLowerCase(Locale.ROOT);
  }

  private static void nullable(JsonWriter json, String name, @Nullable Integer number) {
    json.name(name);
    if (number == null) {
      json.nullValue();
    } else {
      json.value(number.longValue());
    }
  }
}
