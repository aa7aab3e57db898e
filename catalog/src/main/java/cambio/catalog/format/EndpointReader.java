package cambio.catalog.format;

import static cambio.catalog.format.CapabilitiesReader.either;

import cambio.catalog.format.ProviderPage.Site;
import cambio.catalog.yaml.YamlSection;
import cambio.router.catalog.Capabilities;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Model.Kind;
import cambio.router.catalog.Provider;
import cambio.router.money.PriceVersion;
import cambio.spi.AuthStyle;
import cambio.spi.Parameter;
import cambio.spi.Quirks;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an endpoint: a new one, or what the user changes in a known one. */
final class EndpointReader {

  private static final String NAME = "lower-case letters, digits, - and .";

  private final CatalogDraft draft;
  private final PriceReader prices;

  EndpointReader(CatalogDraft draft, PriceReader prices) {
    this.draft = draft;
    this.prices = prices;
  }

  /** Reads one and adds it to the draft; {@code page} is its provider's, null where unknown. */
  void read(YamlSection fields, @Nullable ProviderPage page) {
    String slug = fields.required("model", "the slug of a model");
    Model model = draft.model(slug);
    if (model == null && !slug.isEmpty()) {
      String expected = "a known model" + draft.modelHint(slug);
      fields.problem("model", fields.shown("model") + " (expected: " + expected + ")");
    }
    // Of an unknown model or provider the rest is read all the same, to show its problems too.
    Endpoint endpoint =
        endpoint(
            fields,
            page == null ? CatalogDraft.UNKNOWN_PROVIDER : page,
            model == null ? CatalogDraft.UNKNOWN_MODEL : model);
    fields.known("status", "note").end();
    if (page != null && model != null) {
      draft.add(fields, endpoint);
    }
  }

  private Endpoint endpoint(YamlSection fields, ProviderPage page, Model model) {
    Provider provider = page.provider();
    String variant = fields.parsed("variant", NAME, EndpointReader::name);
    String quantization = fields.parsed("quantization", NAME, EndpointReader::name);
    String id = id(provider.id(), model.slug(), variant, quantization);
    Endpoint base = draft.endpoint(id);
    String upstream = upstream(fields, base);
    String dialect = fields.text("dialect");
    AuthStyle auth = fields.parsed("auth", ProviderReader.AUTH, ProviderReader::auth);
    String url = fields.parsed("base_url", ProviderReader.URL, UrlTemplate::check);
    ProviderReader.checkPlaceholders(fields, url, provider.settings());
    boolean usual = dialect == null || dialect.equals(provider.dialect());
    Site site = usual ? null : page.sites().getOrDefault(dialect, Site.PLAIN);
    boolean answers = model.kind() == Kind.CHAT;
    List<PriceVersion> versions = prices.versions(fields, id, answers);
    Set<Parameter> parameters = ParameterNames.read(fields, "parameters");
    Boolean complete = fields.flag("parameters_complete");
    String tag = variant != null ? variant : quantization;
    Endpoint inherited = base == null ? inherited(page, model, id, site) : base;
    Quirks quirks = QuirksReader.read(fields, inherited.quirks());
    return new Endpoint(
        id,
        provider.id(),
        model.slug(),
        tag == null ? provider.id() : provider.id() + "/" + tag,
        upstream == null ? inherited.upstreamModel() : upstream,
        dialect == null ? inherited.dialect() : dialect,
        auth == null ? inherited.auth() : auth,
        either(url, inherited.baseUrlTemplate()),
        either(fields.text("region"), inherited.region()),
        quantization,
        either(fields.text("service_tier"), inherited.serviceTier()),
        versions.isEmpty() ? inherited.prices() : versions,
        either(fields.count("context"), inherited.contextLength()),
        either(fields.count("max_output"), inherited.maxOutputTokens()),
        CapabilitiesReader.read(fields, inherited.capabilities()),
        parameters.isEmpty() ? inherited.parameters() : parameters,
        complete == null ? inherited.parametersComplete() : complete,
        quirks,
        either(
            fields.parsed("sunset", "a date such as 2027-01-31", EndpointReader::date),
            inherited.sunset()));
  }

  private static @Nullable String upstream(YamlSection fields, @Nullable Endpoint base) {
    return base == null
        ? fields.required("upstream", "the model's name at the provider")
        : fields.text("upstream");
  }

  /** What an endpoint is before its own file says anything. */
  private static Endpoint inherited(
      ProviderPage page, Model model, String id, @Nullable Site site) {
    Provider provider = page.provider();
    AuthStyle auth = site == null ? null : site.auth();
    return new Endpoint(
        id,
        provider.id(),
        model.slug(),
        provider.id(),
        model.slug(),
        provider.dialect(),
        auth == null ? provider.auth() : auth,
        either(site == null ? null : site.baseUrlTemplate(), provider.baseUrlTemplate()),
        null,
        null,
        null,
        List.of(),
        null,
        null,
        Capabilities.UNKNOWN,
        Set.of(),
        false,
        site == null ? provider.quirks() : site.quirks(),
        null);
  }

  /** {@code provider:author/name[:variant][@quantization]}. */
  static String id(
      String provider, String slug, @Nullable String variant, @Nullable String quantization) {
    return provider
        + ":"
        + slug
        + (variant == null ? "" : ":" + variant)
        + (quantization == null ? "" : "@" + quantization);
  }

  private static String name(String text) {
    if (!text.matches("[a-z0-9][a-z0-9.-]*")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static String date(String text) {
    return LocalDate.parse(text).toString();
  }
}
