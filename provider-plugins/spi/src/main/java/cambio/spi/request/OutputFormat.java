package cambio.spi.request;

import org.jspecify.annotations.Nullable;

/** The form of the answer's text. */
public sealed interface OutputFormat {

  /** Free text. */
  record Text() implements OutputFormat {}

  /** Some JSON object. */
  record JsonObject() implements OutputFormat {}

  /**
   * JSON that follows a schema.
   *
   * @param name a short name for the schema
   * @param schemaJson the schema as the caller wrote it; null where the caller named only the kind
   * @param strict whether the provider must enforce it; null where the caller does not say
   */
  record JsonSchema(
      String name,
      @Nullable String description,
      @Nullable String schemaJson,
      @Nullable Boolean strict)
      implements OutputFormat {}

  /** A form of one dialect without a canonical place, such as a grammar, as raw JSON. */
  record Opaque(String dialect, String json) implements OutputFormat {}
}
