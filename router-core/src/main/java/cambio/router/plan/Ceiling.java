package cambio.router.plan;

import java.util.Collection;

/**
 * What one level (organisation, workspace, member or key) allows of what the level above it does.
 *
 * @param models slugs that may be used; empty for all
 * @param deniedModels slugs that may not; these win
 * @param providers ids that may be used; empty for all
 * @param deniedProviders ids that may not; these win
 * @param zdr whether only endpoints with zero data retention are allowed
 * @param denyDataCollection whether endpoints that keep or train on prompts are forbidden
 */
public record Ceiling(
    Names models,
    Names deniedModels,
    Names providers,
    Names deniedProviders,
    boolean zdr,
    boolean denyDataCollection) {

  /** A level that names what it allows, and forbids nothing else. */
  public static Ceiling allowing(Collection<String> models, Collection<String> providers) {
    return new Ceiling(Names.of(models), Names.NONE, Names.of(providers), Names.NONE, false, false);
  }

  /** Whether it forbids nothing. */
  public boolean isOpen() {
    return models.isEmpty()
        && deniedModels.isEmpty()
        && providers.isEmpty()
        && deniedProviders.isEmpty()
        && !zdr
        && !denyDataCollection;
  }

  boolean allowsModel(String slug) {
    return (models.isEmpty() || models.contains(slug)) && !deniedModels.contains(slug);
  }

  boolean allowsProvider(String id) {
    return (providers.isEmpty() || providers.contains(id)) && !deniedProviders.contains(id);
  }
}
