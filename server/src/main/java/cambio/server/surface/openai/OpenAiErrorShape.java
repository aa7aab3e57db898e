package cambio.server.surface.openai;

import cambio.server.execution.CallFailure;
import cambio.server.surface.ErrorReport;
import cambio.server.surface.ErrorShape;
import cambio.server.surface.chat.RoutingMetadata;
import cambio.wire.JsonWriter;
import org.jspecify.annotations.Nullable;

/** {@code {"error":{"message":…,"type":…,"param":…,"code":…}}}. */
public final class OpenAiErrorShape implements ErrorShape {

  @Override
  public byte[] body(ErrorReport report, boolean metadata) {
    JsonWriter json = new JsonWriter().object().name("error").object();
    json.member("message", report.message()).member("type", report.openAiType());
    nullable(json, "param", report.field());
    nullable(json, "code", report.openAiCode());
    json.end();
    CallFailure call = report.call();
    if (metadata && call != null) {
      json.rawMember(RoutingMetadata.MEMBER, RoutingMetadata.ofFailure(call));
    }
    return json.end().toBytes();
  }

  private static void nullable(JsonWriter json, String name, @Nullable String value) {
    json.name(name);
    if (value == null) {
      json.nullValue();
    } else {
      json.value(value);
    }
  }
}
