package cambio.server.surface.grpc;

import cambio.wire.JsonWriter;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/** JSON text of a {@link Struct}. Whole numbers are written without a fraction. */
final class StructText {

  private StructText() {}

  /**
   * The text.
   *
   * @throws IllegalArgumentException where a number is not finite or a value says nothing
   */
  static String of(Struct struct) {
    JsonWriter json = new JsonWriter();
    write(struct, json);
    return json.toText();
  }

  private static void write(Struct struct, JsonWriter json) {
    json.object();
    struct.getFieldsMap().forEach((name, value) -> write(value, json.name(name)));
    json.end();
  }

  private static void write(Value value, JsonWriter json) {
    switch (value.getKindCase()) {
      case NULL_VALUE -> json.nullValue();
      case NUMBER_VALUE -> json.value(value.getNumberValue());
      case STRING_VALUE -> json.value(value.getStringValue());
      case BOOL_VALUE -> json.value(value.getBoolValue());
      case STRUCT_VALUE -> write(value.getStructValue(), json);
      case LIST_VALUE -> {
        json.array();
        value.getListValue().getValuesList().forEach(element -> write(element, json));
        json.end();
      }
      case KIND_NOT_SET -> throw new IllegalArgumentException("a value says nothing");
    }
  }
}
