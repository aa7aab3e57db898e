package cambio.catalog.format;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Model.Kind;
import cambio.router.catalog.Provider;
import cambio.router.money.PriceVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lays the user's own providers, models, endpoints and prices over a catalogue: the sections {@code
 * providers}, {@code models}, {@code endpoints} and {@code prices} of a configuration file. Other
 * sections are not looked at.
 *
 * <p>An entry whose name is new adds; an entry whose name is known changes the fields that it names
 * and leaves the others.
 */
public final class CatalogOverlay {

  private static final List<String> SECTIONS =
      List.of("providers", "models", "endpoints", "prices");

  private final CatalogDraft draft;
  private final Map<String, Map<String, String>> settings = new HashMap<>();

  private CatalogOverlay(CatalogSnapshot base) {
    this.draft = CatalogDraft.on(base);
  }

  /**
   * A catalogue with the user's changes.
   *
   * @param catalog the result; where there are problems, the catalogue as it was before
   * @param settings values for providers' settings by provider and name, as the source has them
   * @param problems everything that is wrong, in the order of the lines
   */
  public record Result(
      CatalogSnapshot catalog,
      Map<String, Map<String, String>> settings,
      List<CatalogProblem> problems) {

    /** Without the settings, which may be parts of a credential. */
    @Override
    public String toString() {
      return "Result[catalog=" + catalog.version() + ", problems=" + problems + "]";
    }
  }

  /** Reads a source and lays it over a catalogue. Never throws for what is in the source. */
  public static Result apply(CatalogSnapshot base, CatalogSource source) {
    Problems problems = new Problems(source.name());
    Fields root = YamlDocument.parse(source, problems);
    if (root == null || SECTIONS.stream().noneMatch(root::has)) {
      return new Result(base, Map.of(), problems.found());
    }
    CatalogOverlay overlay = new CatalogOverlay(base);
    root.items("providers").forEach(overlay::provider);
    root.items("models").forEach(overlay::model);
    EndpointReader endpoints = new EndpointReader(overlay.draft, PriceReader.ofUser());
    root.items("endpoints").forEach(fields -> overlay.endpoint(fields, endpoints));
    overlay.prices(root.items("prices"));
    return problems.none()
        ? new Result(
            overlay.draft.snapshot(base.version() + suffix(base.version(), root)),
            Map.copyOf(overlay.settings),
            List.of())
        : new Result(base, Map.of(), problems.found());
  }

  private static String suffix(String version, Fields root) {
    return (version.indexOf('+') < 0 ? "+" : ".") + NodeDigest.of(root, SECTIONS);
  }

  private void provider(Fields fields) {
    Provider[] before = new Provider[1];
    ProviderPage page = ProviderReader.read(fields, id -> before[0] = draft.provider(id));
    fields.done();
    if (page == null) {
      return;
    }
    draft.add(fields, page);
    if (!page.values().isEmpty()) {
      settings.put(page.provider().id(), Map.copyOf(page.values()));
    }
    if (before[0] != null) {
      for (Endpoint endpoint : List.copyOf(draft.endpoints())) {
        if (endpoint.provider().equals(page.provider().id())) {
          draft.replace(inherit(endpoint, before[0], page.provider()));
        }
      }
    }
  }

  /** An endpoint of a changed provider: what it had from the provider it has from the new one. */
  private static Endpoint inherit(Endpoint endpoint, Provider before, Provider after) {
    String url = endpoint.baseUrlTemplate();
    boolean sameUrl = Objects.equals(url, before.baseUrlTemplate());
    return new Endpoint(
        endpoint.id(),
        endpoint.provider(),
        endpoint.model(),
        endpoint.tag(),
        endpoint.upstreamModel(),
        endpoint.dialect().equals(before.dialect()) ? after.dialect() : endpoint.dialect(),
        endpoint.auth().equals(before.auth()) ? after.auth() : endpoint.auth(),
        sameUrl ? after.baseUrlTemplate() : url,
        endpoint.region(),
        endpoint.quantization(),
        endpoint.serviceTier(),
        endpoint.prices(),
        endpoint.contextLength(),
        endpoint.maxOutputTokens(),
        endpoint.capabilities(),
        endpoint.parameters(),
        endpoint.parametersComplete(),
        QuirksReader.merge(endpoint.quirks(), QuirksReader.added(before.quirks(), after.quirks())),
        endpoint.sunset());
  }

  private void model(Fields fields) {
    Model model = ModelReader.read(fields, draft::model);
    if (model != null) {
      draft.add(fields, model);
    }
  }

  private void endpoint(Fields fields, EndpointReader reader) {
    String provider = fields.required("provider", "the id of a provider");
    ProviderPage page = provider == null ? null : draft.page(provider);
    if (provider != null && page == null) {
      String hint = draft.providerHint(provider);
      fields.problem("provider", "\"" + provider + "\" (expected: a known provider" + hint + ")");
    }
    reader.read(fields, page);
  }

  private void prices(List<Fields> items) {
    PriceReader reader = PriceReader.ofUser();
    Map<String, List<PriceVersion>> own = new HashMap<>();
    for (Fields fields : items) {
      String id = fields.required("endpoint", "the id of an endpoint");
      Endpoint endpoint = id == null ? null : draft.endpoint(id);
      if (id != null && endpoint == null) {
        String hint = draft.endpointHint(id);
        fields.problem("endpoint", "\"" + id + "\" (expected: a known endpoint" + hint + ")");
      }
      PriceVersion version = reader.version(fields, String.valueOf(id), answers(endpoint));
      fields.done();
      if (endpoint != null) {
        List<PriceVersion> versions = own.computeIfAbsent(endpoint.id(), e -> new ArrayList<>());
        if (versions.stream().anyMatch(v -> v.validFrom().equals(version.validFrom()))) {
          fields.problem("valid_from", "another version of this price starts at the same time");
        }
        versions.add(version);
        draft.replace(EndpointPrices.with(endpoint, version));
      }
    }
  }

  private boolean answers(@Nullable Endpoint endpoint) {
    Model model = endpoint == null ? null : draft.model(endpoint.model());
    return model != null && model.kind() == Kind.CHAT;
  }
}
