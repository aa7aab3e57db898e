package cambio.router.plan;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Model;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the models that a caller named. */
final class ModelResolver {

  private final CatalogSnapshot catalog;

  ModelResolver(CatalogSnapshot catalog) {
    this.catalog = catalog;
  }

  /** All wanted models, the first of several mentions of one counting. */
  List<WantedModel> resolve(List<String> names, int maxFallbacks) {
    if (names.isEmpty()) {
      throw invalid("model", "model: missing (expected: a model's name, such as author/name)");
    }
    if (names.size() > maxFallbacks + 1) {
      throw invalid(
          "models",
          "models: %d fallback models (expected: at most %d)"
              .formatted(names.size() - 1, maxFallbacks));
    }
    List<WantedModel> wanted = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      WantedModel found = resolve(names.get(i), i == 0 ? "model" : "models[" + (i - 1) + "]");
      if (wanted.stream().noneMatch(other -> other.model().slug().equals(found.model().slug()))) {
        wanted.add(found);
      }
    }
    return wanted;
  }

  private WantedModel resolve(String written, String field) {
    ModelName name = ModelName.parse(written);
    switch (name.form()) {
      case PRESET ->
          throw invalid(
              field,
              "%s: %s names a preset, and none is applied here (expected: a model's name)"
                  .formatted(field, NearestNames.quoted(written)));
      case ALIAS -> {
        return aliased(name, written, field);
      }
      case PLAIN -> {}
    }
    // The longest name wins: a configured model may have a colon in its own slug.
    for (int own = name.variants().size(); own >= 0; own--) {
      Model model = find(name.withVariants(own), field);
      if (model != null) {
        List<String> rest = name.variants().subList(own, name.variants().size());
        return new WantedModel(model, variants(model, rest, field), null);
      }
    }
    throw notFound(
        field,
        "%s: no model is called %s%s"
            .formatted(
                field, NearestNames.quoted(written), NearestNames.hint(name.base(), slugs())));
  }

  private WantedModel aliased(ModelName name, String written, String field) {
    String slug = catalog.alias(name.base());
    Model model = slug == null ? null : catalog.model(slug);
    if (model == null) {
      throw notFound(
          field,
          "%s: no alias is called %s%s"
              .formatted(
                  field,
                  NearestNames.quoted(written),
                  NearestNames.hint(name.base(), catalog.slugsByAlias().keySet())));
    }
    return new WantedModel(model, variants(model, name.variants(), field), name.base());
  }

  private @Nullable Model find(String name, String field) {
    Model exact = catalog.model(name);
    if (exact != null || name.indexOf('/') >= 0) {
      return exact;
    }
    List<String> slugs = catalog.slugsNamed(name);
    if (slugs.size() > 1) {
      throw invalid(
          field,
          "%s: %s is ambiguous (expected one of: %s)"
              .formatted(field, name, String.join(", ", slugs)));
    }
    return slugs.isEmpty() ? null : catalog.model(slugs.getFirst());
  }

  private List<Variant> variants(Model model, List<String> names, String field) {
    List<Variant> variants = new ArrayList<>(names.size());
    for (String name : names) {
      Variant variant = Variant.named(name);
      if (variant == null) {
        throw invalid(
            field,
            "%s: no variant is called :%s (expected: %s)"
                .formatted(field, NearestNames.quoted(name), Variant.offered()));
      }
      switch (variant.effect()) {
        case FILTERS, SORTS -> variants.add(variant);
        case NAMES ->
            throw notFound(
                field,
                "%s: %s has no variant :%s; leave it out".formatted(field, model.slug(), name));
        case UNSUPPORTED ->
            throw invalid(
                field,
                "%s: :%s is not offered; give the model a search tool instead"
                    .formatted(field, name));
      }
    }
    return variants;
  }

  private List<String> slugs() {
    return catalog.models().stream().map(Model::slug).toList();
  }

  private static FailureException invalid(String field, String message) {
    return new FailureException(Failure.invalid(field, message));
  }

  private static FailureException notFound(String field, String message) {
    return new FailureException(Failure.of(FailureKind.NOT_FOUND, message).withField(field));
  }
}
