package cambio.dialect.openai;

import cambio.spi.Adjustment;
import cambio.spi.Parameter;
import cambio.spi.request.OutputFormat;
import cambio.wire.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code response_format}. */
final class OutputFormatEncoder {

  private OutputFormatEncoder() {}

  static void encode(
      @Nullable OutputFormat format, RequestEncoder body, List<Adjustment> adjustments) {
    if (format == null || !body.honoured(Parameter.RESPONSE_FORMAT)) {
      return;
    }
    String name = body.nameOf(Parameter.RESPONSE_FORMAT);
    switch (format) {
      case OutputFormat.Text text -> body.name(name).object().member("type", "text").end();
      case OutputFormat.JsonObject object ->
          body.name(name).object().member("type", "json_object").end();
      case OutputFormat.JsonSchema schema -> schema(schema, name, body, adjustments);
      case OutputFormat.Opaque opaque -> {
        if (opaque.dialect().equals(OpenAiChatAdapter.DIALECT)) {
          body.name(name).raw(opaque.json());
        } else {
          adjustments.add(Adjustment.dropped("response_format", "Only its own dialect knows it."));
        }
      }
    }
  }

  private static void schema(
      OutputFormat.JsonSchema schema,
      String name,
      RequestEncoder body,
      List<Adjustment> adjustments) {
    if (!body.honoured(Parameter.STRUCTURED_OUTPUTS)) {
      adjustments.add(
          new Adjustment(
              "response_format",
              Adjustment.Kind.CLAMPED,
              "The endpoint takes no JSON schema: any JSON object is asked for instead."));
      body.name(name).object().member("type", "json_object").end();
      return;
    }
    JsonWriter json = body.name(name).object().member("type", "json_schema");
    json.name("json_schema").object().member("name", schema.name());
    json.member("description", schema.description()).rawMember("schema", schema.schemaJson());
    json.member("strict", schema.strict()).end().end();
  }
}
