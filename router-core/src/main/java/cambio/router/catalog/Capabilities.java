package cambio.router.catalog;

import org.jspecify.annotations.Nullable;

/** What a model or an endpoint can do; null where no source says. */
public record Capabilities(
    @Nullable Boolean tools,
    @Nullable Boolean jsonSchema,
    @Nullable Boolean reasoning,
    @Nullable Boolean vision,
    @Nullable Boolean caching) {

  /** Nothing known. */
  public static final Capabilities UNKNOWN = new Capabilities(null, null, null, null, null);
}
