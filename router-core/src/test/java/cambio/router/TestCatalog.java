package cambio.router;

import cambio.router.catalog.Capabilities;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.DataPolicy;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import cambio.router.plan.Availability;
import cambio.router.plan.CredentialRef;
import cambio.spi.AuthStyle;
import cambio.spi.Parameter;
import cambio.spi.ParameterSupport;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.request.Modality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds catalogues for tests, in a few words each. */
public final class TestCatalog {

  /** When everything in these tests happens. */
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  /** The dialect of all providers here. */
  public static final String DIALECT = "plain";

  private final Map<String, Provider> providers = new LinkedHashMap<>();
  private final Map<String, Model> models = new LinkedHashMap<>();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final Map<String, List<CredentialRef>> credentials = new LinkedHashMap<>();

  /** A chat model of 100,000 tokens of context, text only. */
  public TestCatalog model(String slug) {
    return model(slug, Model.Kind.CHAT, Set.of(Modality.TEXT), null);
  }

  public TestCatalog model(
      String slug, Model.Kind kind, Set<Modality> inputs, @Nullable Boolean distillable) {
    models.put(
        slug,
        new Model(
            slug,
            slug,
            slug.substring(0, slug.indexOf('/')),
            kind,
            null,
            100_000,
            null,
            inputs,
            Set.of(Modality.TEXT),
            Capabilities.UNKNOWN,
            null,
            false,
            distillable,
            Set.of()));
    return this;
  }

  /** A provider with one credential of the operator's. */
  public TestCatalog provider(String id, @Nullable DataPolicy policy) {
    providers.put(
        id,
        new Provider(
            id,
            id,
            DIALECT,
            "https://" + id + ".example",
            AuthStyle.BEARER,
            List.of(id.toUpperCase(Locale.ROOT) + "_API_KEY"),
            Map.of(),
            List.of(),
            Quirks.none(),
            policy,
            null));
    credentials.put(id, List.of(CredentialRef.operator(id + "-1")));
    return this;
  }

  /** Replaces a provider's credentials. */
  public TestCatalog credentials(String provider, CredentialRef... refs) {
    credentials.put(provider, List.of(refs));
    return this;
  }

  /** An endpoint at these USD per million tokens, of input and output alike. */
  public TestCatalog endpoint(String provider, String model, String usdPerMillion) {
    return endpoint(provider, model, usdPerMillion, spec -> spec);
  }

  public TestCatalog endpoint(
      String provider, String model, String usdPerMillion, UnaryOperator<Spec> change) {
    if (!providers.containsKey(provider)) {
      provider(provider, null);
    }
    if (!models.containsKey(model)) {
      model(model);
    }
    endpoints.add(change.apply(new Spec(provider, model, usdPerMillion)).build());
    return this;
  }

  public CatalogSnapshot snapshot() {
    return new CatalogSnapshot("test", providers.values(), models.values(), endpoints);
  }

  public Availability availability() {
    Map<Parameter, ParameterSupport> all = new EnumMap<>(Parameter.class);
    for (Parameter parameter : Parameter.values()) {
      all.put(parameter, ParameterSupport.SUPPORTED);
    }
    all.put(Parameter.TOP_A, ParameterSupport.DROPPED);
    return new Availability(credentials, Map.of(DIALECT, ParameterTable.of(all)));
  }

  public static Rates rates(String usdPerMillion) {
    return Rates.of(TokenRate.perMillion(usdPerMillion), TokenRate.perMillion(usdPerMillion));
  }

  public static PriceVersion price(String id, Rates rates) {
    return new PriceVersion(
        id, Instant.EPOCH, rates, List.of(), List.of(), PriceVersion.Trust.CONFIRMED);
  }

  /** What an endpoint is to be; each setter returns this. */
  public static final class Spec {
    private final String provider;
    private final String model;
    public String tag;
    public String dialect = DIALECT;
    public @Nullable String quantization;
    public @Nullable String serviceTier;
    public List<PriceVersion> prices;
    public @Nullable Integer contextLength;
    public @Nullable Integer maxOutputTokens;
    public Capabilities capabilities = Capabilities.UNKNOWN;
    public Set<Parameter> parameters = Set.of();
    public boolean parametersComplete;
    public @Nullable String sunset;

    Spec(String provider, String model, String usdPerMillion) {
      this.provider = provider;
      this.model = model;
      this.tag = provider;
      this.prices =
          usdPerMillion.equals("?")
              ? List.of()
              : List.of(price(provider + ":" + model, TestCatalog.rates(usdPerMillion)));
    }

    public Spec tag(String value) {
      tag = value;
      return this;
    }

    public Spec dialect(String value) {
      dialect = value;
      return this;
    }

    public Spec quantization(String value) {
      quantization = value;
      return this;
    }

    public Spec tier(String value) {
      serviceTier = value;
      return this;
    }

    public Spec context(int value) {
      contextLength = value;
      return this;
    }

    public Spec maxOutput(int value) {
      maxOutputTokens = value;
      return this;
    }

    public Spec tools(boolean value) {
      capabilities = new Capabilities(value, null, null, null, null);
      return this;
    }

    public Spec parameters(Parameter... value) {
      parameters = Set.of(value);
      parametersComplete = true;
      return this;
    }

    public Spec rates(Rates value) {
      prices = List.of(price(provider + ":" + model, value));
      return this;
    }

    public Spec sunset(String value) {
      sunset = value;
      return this;
    }

    Endpoint build() {
      String suffix = tag.equals(provider) ? "" : ":" + tag.substring(provider.length() + 1);
      return new Endpoint(
          provider + ":" + model + suffix,
          provider,
          model,
          tag,
          model,
          dialect,
          AuthStyle.BEARER,
          null,
          null,
          quantization,
          serviceTier,
          prices,
          contextLength,
          maxOutputTokens,
          capabilities,
          parameters,
          parametersComplete,
          Quirks.none(),
          sunset);
    }
  }
}
