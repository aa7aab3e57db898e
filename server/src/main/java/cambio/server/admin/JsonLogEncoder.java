package cambio.server.admin;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: time, level, logger, message, then the event's own key-value pairs as
 * members. (Logback's JsonEncoder nests them in a list of one-member objects, which log stores
 * cannot search.)
 */
public final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = {};

  private final JsonFactory json = new JsonFactory();
  private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

  @Override
  public void start() {
    traces.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator line = json.createGenerator(out)) {
      line.writeStartObject();
      line.writeStringField("time", event.getInstant().toString());
      line.writeStringField("level", event.getLevel().toString());
      line.writeStringField("logger", event.getLoggerName());
      line.writeStringField("message", event.getFormattedMessage());
      if (event.getKeyValuePairs() != null) {
        for (KeyValuePair pair : event.getKeyValuePairs()) {
          write(line, pair.key, pair.value);
        }
      }
      if (event.getThrowableProxy() != null) {
        line.writeStringField("error", traces.convert(event));
      }
      line.writeEndObject();
    } catch (IOException e) {
      return "{\"level\":\"ERROR\",\"message\":\"a log line could not be written\"}\n"
          .getBytes(StandardCharsets.UTF_8);
    }
    out.write('\n');
    return out.toByteArray();
  }

  private static void write(JsonGenerator line, String key, @Nullable Object value)
      throws IOException {
    switch (value) {
      case null -> {}
      case Integer number -> line.writeNumberField(key, number);
      case Long number -> line.writeNumberField(key, number);
      case Boolean flag -> line.writeBooleanField(key, flag);
      default -> line.writeStringField(key, value.toString());
    }
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
