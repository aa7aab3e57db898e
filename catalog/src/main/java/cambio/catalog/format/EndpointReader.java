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
    Endpoint before = before(fields, page, model);
    String dialect = fields.text("dialect");
    AuthStyle auth = fields.parsed("auth", ProviderReader.AUTH, ProviderReader::auth);
    String url = fields.parsed("base_url", ProviderReader.URL, UrlTemplate::check);
    ProviderReader.checkPlaceholders(fields, url, page.provider().settings());
    boolean answers = model.kind() == Kind.CHAT;
    List<PriceVersion> versions = prices.versions(fields, before.id(), answers);
    Set<Parameter> parameters = ParameterNames.read(fields, "parameters");
    String sunset = fields.parsed("sunset", "a date such as 2027-01-31", EndpointReader::date);
    return new Endpoint(
        before.id(),
        before.provider(),
        before.model(),
        before.tag(),
        fields.text("upstream", before.upstreamModel()),
        dialect == null ? before.dialect() : dialect,
        auth == null ? before.auth() : auth,
        either(url, before.baseUrlTemplate()),
        either(fields.text("region"), before.region()),
        before.quantization(),
        either(fields.text("service_tier"), before.serviceTier()),
        versions.isEmpty() ? before.prices() : versions,
        either(fields.count("context"), before.contextLength()),
        either(fields.count("max_output"), before.maxOutputTokens()),
        CapabilitiesReader.read(fields, before.capabilities()),
        parameters.isEmpty() ? before.parameters() : parameters,
        fields.flag("parameters_complete", before.parametersComplete()),
        QuirksReader.read(fields, before.quirks()),
        either(sunset, before.sunset()));
  }

  /** The known endpoint of this name, or a new one as it is before its file says anything. */
  private Endpoint before(YamlSection fields, ProviderPage page, Model model) {
    String variant = fields.parsed("variant", NAME, EndpointReader::name);
    String quantization = fields.parsed("quantization", NAME, EndpointReader::name);
    String id = id(page.provider().id(), model.slug(), variant, quantization);
    Endpoint known = draft.endpoint(id);
    if (known != null) {
      return known;
    }
    fields.required("upstream", "the model's name at the provider");
    String dialect = fields.text("dialect", page.provider().dialect());
    boolean usual = dialect.equals(page.provider().dialect());
    Site site = usual ? null : page.sites().getOrDefault(dialect, Site.PLAIN);
    return blank(page, model, id, variant != null ? variant : quantization, quantization, site);
  }

  private static Endpoint blank(
      ProviderPage page,
      Model model,
      String id,
      @Nullable String tag,
      @Nullable String quantization,
      @Nullable Site site) {
    Provider provider = page.provider();
    AuthStyle auth = site == null ? null : site.auth();
    return new Endpoint(
        id,
        provider.id(),
        model.slug(),
        tag == null ? provider.id() : provider.id() + "/" + tag,
        model.slug(),
        provider.dialect(),
        auth == null ? provider.auth() : auth,
        either(site == null ? null : site.baseUrlTemplate(), provider.baseUrlTemplate()),
        null,
        quantization,
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
