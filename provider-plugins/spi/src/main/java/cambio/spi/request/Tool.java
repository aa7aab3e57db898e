package cambio.spi.request;

import org.jspecify.annotations.Nullable;

/** Something that the model may call. */
public sealed interface Tool {

  /**
   * A function of the caller's.
   *
   * @param parametersJson the JSON schema of its arguments as the caller wrote it; null where there
   *     is none
   * @param strict whether arguments must follow the schema; null where the caller does not say
   */
  record Function(
      String name,
      @Nullable String description,
      @Nullable String parametersJson,
      @Nullable Boolean strict,
      @Nullable CacheHint cacheHint)
      implements Tool {}

  /**
   * A tool of one dialect, which its provider runs. Dropped (and reported) elsewhere.
   *
   * @param json the raw JSON object
   */
  record Opaque(String dialect, String json) implements Tool {}
}
