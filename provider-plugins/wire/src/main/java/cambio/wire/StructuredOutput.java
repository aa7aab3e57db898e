package cambio.wire;

import cambio.spi.request.OutputFormat;
import cambio.spi.request.Tool;
import org.jspecify.annotations.Nullable;

/**
 * A JSON format of the answer where the model has none: the model is made to call a tool whose
 * arguments are the answer. The decoder knows the tool by its name and hands the arguments out as
 * the answer's text.
 */
public final class StructuredOutput {

  /** The reserved name of the tool. */
  public static final String TOOL = "cambio_structured_output";

  private static final String ASKING =
      "Give your final answer by calling this tool; its arguments are the answer.";

  private StructuredOutput() {}

  /**
   * The tool for a format; null where the format needs none.
   *
   * @param schemaByMember whether the endpoint takes a schema by a member of its own
   */
  public static Tool.@Nullable Function tool(
      @Nullable OutputFormat format, boolean schemaByMember) {
    return switch (format) {
      case null -> null;
      case OutputFormat.Text text -> null;
      case OutputFormat.Opaque opaque -> null;
      case OutputFormat.JsonObject object -> tool(null, null);
      case OutputFormat.JsonSchema schema ->
          schemaByMember && schema.schemaJson() != null
              ? null
              : tool(schema.description(), schema.schemaJson());
    };
  }

  private static Tool.Function tool(@Nullable String description, @Nullable String schema) {
    String text = description == null ? ASKING : ASKING + "\n" + description;
    String parameters =
        schema == null ? "{\"type\":\"object\",\"additionalProperties\":true}" : schema;
    return new Tool.Function(TOOL, text, parameters, null, null);
  }
}
