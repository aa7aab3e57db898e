package cambio.catalog.format;

import cambio.catalog.yaml.Problem;
import cambio.catalog.yaml.YamlSection;
import cambio.catalog.yaml.YamlValue.YamlMap;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Model.Kind;
import cambio.router.catalog.ModelAlias;
import cambio.router.catalog.Provider;
import cambio.router.money.PriceVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lays the user's own providers, models, endpoints, prices and aliases over a catalogue: the
 * sections {@code providers}, {@code models}, {@code endpoints}, {@code prices} and {@code aliases}
 * of a configuration file. Other sections are not looked at.
 *
 * <p>An entry whose name is new adds; an entry whose name is known changes the fields that it names
 * and leaves the others.
 */
public final class CatalogOverlay {

  private static final List<String> SECTIONS =
      List.of("providers", "models", "endpoints", "prices", "aliases");

  private final CatalogDraft draft;
  private final Map<String, Map<String, String>> settings = new HashMap<>();

  private CatalogOverlay(CatalogSnapshot base) {
    this.draft = CatalogDraft.on(base);
  }

  /**
   * A catalogue with the user's changes.
   *
   * @param catalog the result; where there were problems, the catalogue as it was before
   * @param settings values for providers' settings by provider and name, as the file has them
   */
  public record Result(CatalogSnapshot catalog, Map<String, Map<String, String>> settings) {

    /** Without the settings, which may be parts of a credential. */
    @Override
    public String toString() {
      return "Result[" + catalog.version() + "]";
    }
  }

  /**
   * Lays a file's sections over a catalogue. Never throws for what is in the file.
   *
   * @param file the file's root, or only these sections
   * @param problems receives everything that is wrong
   */
  public static Result apply(CatalogSnapshot base, YamlMap file, List<Problem> problems) {
    List<Problem> found = new ArrayList<>();
    YamlSection root = new YamlSection(file, found);
    if (SECTIONS.stream().noneMatch(root::has)) {
      return new Result(base, Map.of());
    }
    CatalogOverlay overlay = new CatalogOverlay(base);
    root.sections("providers").forEach(overlay::provider);
    root.sections("models").forEach(overlay::model);
    EndpointReader endpoints = new EndpointReader(overlay.draft, PriceReader.ofUser());
    root.sections("endpoints").forEach(fields -> overlay.endpoint(fields, endpoints));
    overlay.prices(root.sections("prices"));
    root.sections("aliases").forEach(overlay::alias);
    if (!found.isEmpty()) {
      found.sort(Comparator.comparingInt(problem -> problem.place().line()));
      problems.addAll(found);
      return new Result(base, Map.of());
    }
    String version = base.version() + (base.version().indexOf('+') < 0 ? "+" : ".");
    return new Result(
        overlay.draft.snapshot(version + SectionDigest.of(root, SECTIONS)),
        Map.copyOf(overlay.settings));
  }

  private void provider(YamlSection fields) {
    Provider before = draft.provider(fields.text("id", ""));
    ProviderPage page = ProviderReader.read(fields, id -> before);
    fields.end();
    if (page == null) {
      return;
    }
    draft.add(fields, page);
    if (!page.values().isEmpty()) {
      settings.put(page.provider().id(), Map.copyOf(page.values()));
    }
    if (before != null) {
      for (Endpoint endpoint : List.copyOf(draft.endpoints())) {
        if (endpoint.provider().equals(page.provider().id())) {
          draft.replace(inherit(endpoint, before, page.provider()));
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
        !endpoint.dialect().equals(before.dialect())
            ? endpoint.quirks()
            : QuirksReader.merge(
                endpoint.quirks(), QuirksReader.added(before.quirks(), after.quirks())),
        endpoint.sunset());
  }

  private void model(YamlSection fields) {
    Model model = ModelReader.read(fields, draft::model);
    if (model != null) {
      draft.add(fields, model);
    }
  }

  private void alias(YamlSection fields) {
    ModelAlias alias = AliasReader.read(fields);
    if (alias != null) {
      draft.add(fields, alias);
    }
  }

  private void endpoint(YamlSection fields, EndpointReader reader) {
    String provider = fields.required("provider", "the id of a provider");
    ProviderPage page = draft.page(provider);
    if (page == null && !provider.isEmpty()) {
      String expected = "a known provider" + draft.providerHint(provider);
      fields.problem("provider", fields.shown("provider") + " (expected: " + expected + ")");
    }
    reader.read(fields, page);
  }

  private void prices(List<YamlSection> items) {
    PriceReader reader = PriceReader.ofUser();
    Map<String, List<PriceVersion>> own = new HashMap<>();
    for (YamlSection fields : items) {
      String id = fields.required("endpoint", "the id of an endpoint");
      Endpoint endpoint = draft.endpoint(id);
      if (endpoint == null && !id.isEmpty()) {
        String expected = "a known endpoint" + draft.endpointHint(id);
        fields.problem("endpoint", fields.shown("endpoint") + " (expected: " + expected + ")");
      }
      PriceVersion version = reader.version(fields, id, answers(endpoint));
      fields.end();
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
