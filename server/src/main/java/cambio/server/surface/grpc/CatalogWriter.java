package cambio.server.surface.grpc;

import static cambio.server.surface.grpc.EventWriter.orEmpty;

import cambio.router.catalog.Capabilities;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.DataPolicy;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.money.PriceVersion;
import cambio.router.plan.Availability;
import cambio.spi.Parameter;
import cambio.spi.request.Modality;
import cambio.v1.ModelCapabilities;
import cambio.v1.ModelKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes models, endpoints and providers as the catalogue has them at one instant. */
final class CatalogWriter {

  private final CatalogSnapshot catalog;
  private final Availability availability;
  private final Instant now;

  CatalogWriter(CatalogSnapshot catalog, Availability availability, Instant now) {
    this.catalog = catalog;
    this.availability = availability;
    this.now = now;
  }

  cambio.v1.Model model(Model model) {
    List<Endpoint> endpoints = catalog.endpoints(model.slug());
    cambio.v1.Model.Builder written =
        cambio.v1.Model.newBuilder()
            .setId(model.slug())
            .setName(model.name())
            .setAuthor(model.author())
            .setKind(kind(model.kind()))
            .setReleaseDate(orEmpty(model.released()))
            .addAllInputModalities(modalities(model.inputModalities()))
            .addAllOutputModalities(modalities(model.outputModalities()))
            .setCapabilities(capabilities(model.capabilities()))
            .setTokenizer(orEmpty(model.tokenizer()))
            .setOpenWeights(model.openWeights())
            .addAllSupportedParameters(parameters(model.parameters()))
            .setEndpointCount(endpoints.size())
            .setUsable(endpoints.stream().anyMatch(this::usable));
    if (model.contextLength() != null) {
      written.setContextLength(model.contextLength());
    }
    if (model.maxOutputTokens() != null) {
      written.setMaxOutputTokens(model.maxOutputTokens());
    }
    if (model.distillable() != null) {
      written.setDistillable(model.distillable());
    }
    PriceVersion cheapest = cheapest(model);
    if (cheapest != null) {
      written.setLowestRates(PriceWriter.rates(cheapest.base()));
    }
    return written.build();
  }

  cambio.v1.Endpoint endpoint(Endpoint endpoint) {
    cambio.v1.Endpoint.Builder written =
        cambio.v1.Endpoint.newBuilder()
            .setId(endpoint.id())
            .setModel(endpoint.model())
            .setProvider(endpoint.provider())
            .setTag(endpoint.tag())
            .setUpstreamModel(endpoint.upstreamModel())
            .setDialect(endpoint.dialect())
            .setRegion(orEmpty(endpoint.region()))
            .setQuantization(orEmpty(endpoint.quantization()))
            .setServiceTier(orEmpty(endpoint.serviceTier()))
            .addAllSupportedParameters(parameters(endpoint.parameters()))
            .setSunsetDate(orEmpty(endpoint.sunset()))
            .setUsable(usable(endpoint));
    if (endpoint.contextLength() != null) {
      written.setContextLength(endpoint.contextLength());
    }
    if (endpoint.maxOutputTokens() != null) {
      written.setMaxOutputTokens(endpoint.maxOutputTokens());
    }
    PriceVersion price = endpoint.priceAt(now);
    if (price != null) {
      written.setPrice(PriceWriter.version(price));
    }
    Provider provider = catalog.provider(endpoint.provider());
    if (provider != null && provider.dataPolicy() != null) {
      written.setDataPolicy(policy(provider.dataPolicy()));
    }
    return written.build();
  }

  cambio.v1.Provider provider(Provider provider) {
    cambio.v1.Provider.Builder written =
        cambio.v1.Provider.newBuilder()
            .setId(provider.id())
            .setName(provider.name())
            .setDialect(provider.dialect())
            .addAllRegions(provider.regions())
            .setUsable(!availability.credentialsOf(provider.id()).isEmpty())
            .addAllKeyVariables(provider.keyVariables())
            .setEndpointCount(endpointCount(provider.id()))
            .setDocsUrl(orEmpty(provider.docsUrl()));
    if (provider.dataPolicy() != null) {
      written.setDataPolicy(policy(provider.dataPolicy()));
    }
    return written.build();
  }

  /** Whether an endpoint could be called: there are a credential and an adapter for it. */
  boolean usable(Endpoint endpoint) {
    return !availability.credentialsOf(endpoint.provider()).isEmpty()
        && availability.table(endpoint) != null;
  }

  /** The price version with the lowest input rate of a model's endpoints; null where none is. */
  @Nullable PriceVersion cheapest(Model model) {
    List<PriceVersion> prices = new ArrayList<>();
    for (Endpoint endpoint : catalog.endpoints(model.slug())) {
      PriceVersion price = endpoint.priceAt(now);
      if (price != null && price.base().input() != null) {
        prices.add(price);
      }
    }
    return prices.stream()
        .min(
            Comparator.comparing(
                price -> price.base().input(), Comparator.nullsLast(Comparator.naturalOrder())))
        .orElse(null);
  }

  static ModelKind kind(Model.Kind kind) {
    return switch (kind) {
      case CHAT -> ModelKind.MODEL_KIND_CHAT;
      case EMBEDDING -> ModelKind.MODEL_KIND_EMBEDDING;
    };
  }

  private int endpointCount(String provider) {
    int count = 0;
    for (Model model : catalog.models()) {
      for (Endpoint endpoint : catalog.endpoints(model.slug())) {
        count += endpoint.provider().equals(provider) ? 1 : 0;
      }
    }
    return count;
  }

  private static List<cambio.v1.Modality> modalities(Set<Modality> modalities) {
    return modalities.stream().sorted().map(EventWriter::modality).toList();
  }

  private static List<String> parameters(Set<Parameter> parameters) {
    return parameters.stream().sorted().map(Parameter::wireName).toList();
  }

  private static ModelCapabilities capabilities(Capabilities capabilities) {
    ModelCapabilities.Builder written = ModelCapabilities.newBuilder();
    if (capabilities.tools() != null) {
      written.setTools(capabilities.tools());
    }
    if (capabilities.jsonSchema() != null) {
      written.setJsonSchema(capabilities.jsonSchema());
    }
    if (capabilities.reasoning() != null) {
      written.setReasoning(capabilities.reasoning());
    }
    if (capabilities.vision() != null) {
      written.setVision(capabilities.vision());
    }
    if (capabilities.caching() != null) {
      written.setCaching(capabilities.caching());
    }
    return written.build();
  }

  private static cambio.v1.DataPolicy policy(DataPolicy policy) {
    return cambio.v1.DataPolicy.newBuilder()
        .setTrains(policy.trains())
        .setRetains(policy.retains())
        .build();
  }
}
