package cambio.catalog.index;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.DataPolicy;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Model.Kind;
import cambio.router.catalog.ModelAlias;
import cambio.router.catalog.Provider;
import cambio.spi.Parameter;
import cambio.spi.request.Modality;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A catalogue as bytes. The same catalogue always gives the same bytes. */
public final class CatalogIndex {

  private CatalogIndex() {}

  /** Writes all of it and closes the stream. */
  public static void write(CatalogSnapshot catalog, OutputStream stream) throws IOException {
    try (IndexOutput out = new IndexOutput(stream)) {
      out.text(catalog.version());
      out.number(catalog.providers().size());
      for (Provider provider : catalog.providers()) {
        write(out, provider);
      }
      out.number(catalog.models().size());
      for (Model model : catalog.models()) {
        write(out, model);
      }
      out.number(catalog.endpointCount());
      for (Model model : catalog.models()) {
        for (Endpoint endpoint : catalog.endpoints(model.slug())) {
          write(out, endpoint);
        }
      }
      out.number(catalog.aliases().size());
      for (ModelAlias alias : catalog.aliases()) {
        out.text(alias.name());
        out.texts(alias.models());
      }
    }
  }

  /**
   * Reads what was written and closes the stream.
   *
   * @throws IOException where it is no index of this build
   */
  public static CatalogSnapshot read(InputStream stream) throws IOException {
    IndexInput in = new IndexInput(stream);
    String version = in.text();
    List<Provider> providers = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      providers.add(provider(in));
    }
    List<Model> models = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      models.add(model(in));
    }
    List<Endpoint> endpoints = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      endpoints.add(endpoint(in));
    }
    List<ModelAlias> aliases = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      aliases.add(new ModelAlias(in.text(), in.texts()));
    }
    return new CatalogSnapshot(version, providers, models, endpoints, aliases);
  }

  private static void write(IndexOutput out, Provider provider) throws IOException {
    out.text(provider.id());
    out.text(provider.name());
    out.text(provider.dialect());
    out.text(provider.baseUrlTemplate());
    FactsCodec.write(out, provider.auth());
    out.texts(provider.keyVariables());
    out.number(provider.settings().size());
    for (Map.Entry<String, List<String>> setting : new TreeMap<>(provider.settings()).entrySet()) {
      out.text(setting.getKey());
      out.texts(setting.getValue());
    }
    out.texts(provider.regions());
    FactsCodec.write(out, provider.quirks());
    DataPolicy policy = provider.dataPolicy();
    out.optional(policy == null ? null : (Boolean) policy.trains());
    out.optional(policy == null ? null : (Boolean) policy.retains());
    out.text(provider.docsUrl());
  }

  private static Provider provider(IndexInput in) throws IOException {
    return new Provider(
        in.text(),
        in.text(),
        in.text(),
        in.optionalText(),
        FactsCodec.auth(in),
        in.texts(),
        settings(in),
        in.texts(),
        FactsCodec.quirks(in),
        policy(in.optionalFlag(), in.optionalFlag()),
        in.optionalText());
  }

  private static Map<String, List<String>> settings(IndexInput in) throws IOException {
    Map<String, List<String>> settings = new HashMap<>();
    for (int left = in.count(); left > 0; left--) {
      settings.put(in.text(), List.copyOf(in.texts()));
    }
    return settings;
  }

  private static @Nullable DataPolicy policy(@Nullable Boolean trains, @Nullable Boolean retains) {
    return trains == null || retains == null ? null : new DataPolicy(trains, retains);
  }

  private static void write(IndexOutput out, Model model) throws IOException {
    out.text(model.slug());
    out.text(model.name());
    out.text(model.author());
    out.text(model.kind().name());
    out.text(model.released());
    out.optional(model.contextLength());
    out.optional(model.maxOutputTokens());
    FactsCodec.write(out, model.inputModalities());
    FactsCodec.write(out, model.outputModalities());
    FactsCodec.write(out, model.capabilities());
    out.text(model.tokenizer());
    out.flag(model.openWeights());
    out.optional(model.distillable());
    FactsCodec.write(out, model.parameters());
  }

  private static Model model(IndexInput in) throws IOException {
    return new Model(
        in.text(),
        in.text(),
        in.text(),
        Kind.valueOf(in.text()),
        in.optionalText(),
        in.optionalCount(),
        in.optionalCount(),
        FactsCodec.set(in, Modality.class),
        FactsCodec.set(in, Modality.class),
        FactsCodec.capabilities(in),
        in.optionalText(),
        in.flag(),
        in.optionalFlag(),
        FactsCodec.set(in, Parameter.class));
  }

  private static void write(IndexOutput out, Endpoint endpoint) throws IOException {
    out.text(endpoint.id());
    out.text(endpoint.provider());
    out.text(endpoint.model());
    out.text(endpoint.tag());
    out.text(endpoint.upstreamModel());
    out.text(endpoint.dialect());
    FactsCodec.write(out, endpoint.auth());
    out.text(endpoint.baseUrlTemplate());
    out.text(endpoint.region());
    out.text(endpoint.quantization());
    out.text(endpoint.serviceTier());
    PriceCodec.write(out, endpoint.prices());
    out.optional(endpoint.contextLength());
    out.optional(endpoint.maxOutputTokens());
    FactsCodec.write(out, endpoint.capabilities());
    FactsCodec.write(out, endpoint.parameters());
    out.flag(endpoint.parametersComplete());
    FactsCodec.write(out, endpoint.quirks());
    out.text(endpoint.sunset());
  }

  private static Endpoint endpoint(IndexInput in) throws IOException {
    return new Endpoint(
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        FactsCodec.auth(in),
        in.optionalText(),
        in.optionalText(),
        in.optionalText(),
        in.optionalText(),
        PriceCodec.read(in),
        in.optionalCount(),
        in.optionalCount(),
        FactsCodec.capabilities(in),
        FactsCodec.set(in, Parameter.class),
        in.flag(),
        FactsCodec.quirks(in),
        in.optionalText());
  }
}
