package cambio.server.surface.grpc;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Model;
import cambio.router.plan.Entitlements;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the models that a key may see. One that it may not use does not exist for it. */
final class ModelFinder {

  private final CatalogSnapshot catalog;
  private final Entitlements entitlements;

  ModelFinder(CatalogSnapshot catalog, Entitlements entitlements) {
    this.catalog = catalog;
    this.entitlements = entitlements;
  }

  /** Whether the key may use a model. */
  boolean visible(Model model) {
    return entitlements.allowsModel(model.slug());
  }

  /** Whether the key may use a provider. */
  boolean visible(String provider) {
    return entitlements.allowsProvider(provider);
  }

  /**
   * The model of an id, or of a bare name where that is unique.
   *
   * @throws FailureException INVALID_REQUEST where several have the bare name, NOT_FOUND where none
   */
  Model find(String field, String name) {
    if (name.isEmpty()) {
      throw new FailureException(
          Failure.invalid(field, field + ": empty (expected: a model such as author/name)"));
    }
    Model model = catalog.model(name);
    if (model != null && visible(model)) {
      return model;
    }
    List<Model> named =
        catalog.slugsNamed(name).stream().map(this::known).filter(this::visible).toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    if (named.size() > 1) {
      throw new FailureException(
          Failure.invalid(
              field,
              field
                  + ": several models have the name "
                  + Violations.shown(name)
                  + " (expected: one of "
                  + String.join(", ", named.stream().map(Model::slug).toList())
                  + ")"));
    }
    throw notFound(field, "There is no model " + Violations.shown(name) + nearest(name));
  }

  /** That something does not exist. */
  static FailureException notFound(String field, String message) {
    return new FailureException(
        new Failure(FailureKind.NOT_FOUND, message, field, null, null, null));
  }

  private Model known(String slug) {
    Model model = catalog.model(slug);
    if (model == null) {
      throw new IllegalStateException("the catalogue names " + slug + " and does not have it");
    }
    return model;
  }

  private String nearest(String name) {
    String bare = name.substring(name.indexOf('/') + 1);
    String found = nearest(bare, 5);
    return found == null
        ? ". ListModels (GET /cambio/v1/models) shows those there are."
        : ". Nearest: " + found + ".";
  }

  /** Models whose name contains the longest beginning of this one that any contains. */
  private @Nullable String nearest(String bare, int most) {
    for (int length = bare.length(); length >= 3; length--) {
      String part = bare.substring(0, length);
      List<String> slugs =
          catalog.models().stream()
              .filter(this::visible)
              .map(Model::slug)
              .filter(slug -> slug.contains(part))
              .limit(most)
              .toList();
      if (!slugs.isEmpty()) {
        return String.join(", ", slugs);
      }
    }
    return null;
  }
}
