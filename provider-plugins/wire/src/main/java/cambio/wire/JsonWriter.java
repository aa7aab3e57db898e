package cambio.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON value to memory. Free-form JSON is written as the text that it came as; lone
 * surrogates are written as escapes, so the bytes are always legal UTF-8.
 *
 * <pre>{@code
 * JsonWriter json = new JsonWriter();
 * json.object().member("model", "m").member("n", 2).name("stop").array().value("x").end().end();
 * byte[] bytes = json.toBytes();
 * }</pre>
 *
 * <p>Not safe for use by several threads at once.
 */
public final class JsonWriter {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Requests are written on virtual threads, which live too short for a buffer each.
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(1000).build())
          .build();

  private static final double LARGEST_EXACT = 9_007_199_254_740_992.0;

  private final ByteArrayBuilder bytes = new ByteArrayBuilder();
  private final JsonGenerator generator;

  /** A writer of nothing yet. */
  public JsonWriter() {
    try {
      generator = FACTORY.createGenerator(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private JsonWriter write(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return this;
  }

  /** Opens an object. */
  public JsonWriter object() {
    return write(generator::writeStartObject);
  }

  /** Opens an array. */
  public JsonWriter array() {
    return write(generator::writeStartArray);
  }

  /** Closes the innermost object or array. */
  public JsonWriter end() {
    return write(() -> {
      if (generator.getOutputContext().inArray()) {
        generator.writeEndArray();
      } else {
        generator.writeEndObject();
      }
    });
  }

  /** A member's name; its value follows. */
  public JsonWriter name(String name) {
    return write(() ->
        generator.writeFieldName(
            JsonText.isWellFormed(name) ? name : name.replaceAll("[\\ud800-\\udfff]", "\ufffd")));
  }

  /** A string. */
  public JsonWriter value(String text) {
    return write(() -> {
      if (JsonText.isWellFormed(text)) {
        generator.writeString(text);
      } else {
        generator.writeRawValue(JsonText.quote(text));
      }
    });
  }

  /** An integer. */
  public JsonWriter value(long number) {
    return write(() -> generator.writeNumber(number));
  }

  /** A number; without a fraction where it has none, so that 1.0 is written as {@code 1}. */
  public JsonWriter value(double number) {
    return write(() -> {
      if (number == Math.rint(number) && Math.abs(number) < LARGEST_EXACT) {
        generator.writeNumber((long) number);
      } else if (Double.isFinite(number)) {
        generator.writeNumber(number);
      } else {
        throw new IllegalArgumentException("number: " + number + " (expected: finite)");
      }
    });
  }

  /** A boolean. */
  public JsonWriter value(boolean truth) {
    return write(() -> generator.writeBoolean(truth));
  }

  /** {@code null}. */
  public JsonWriter nullValue() {
    return write(generator::writeNull);
  }

  /** Raw JSON, which must be one legal value. */
  public JsonWriter raw(String json) {
    return write(() -> generator.writeRawValue(JsonText.escapeLoneSurrogates(json)));
  }

  /** A member with a string; left out where it is null. */
  public JsonWriter member(String name, @Nullable String text) {
    return text == null ? this : name(name).value(text);
  }

  /** A member with an integer; left out where it is null. */
  public JsonWriter member(String name, @Nullable Integer number) {
    return number == null ? this : name(name).value(number.longValue());
  }

  /** A member with an integer; left out where it is null. */
  public JsonWriter member(String name, @Nullable Long number) {
    return number == null ? this : name(name).value(number.longValue());
  }

  /** A member with a number; left out where it is null. */
  public JsonWriter member(String name, @Nullable Double number) {
    return number == null ? this : name(name).value(number.doubleValue());
  }

  /** A member with a boolean; left out where it is null. */
  public JsonWriter member(String name, @Nullable Boolean truth) {
    return truth == null ? this : name(name).value(truth.booleanValue());
  }

  /** A member with raw JSON; left out where it is null. */
  public JsonWriter rawMember(String name, @Nullable String json) {
    return json == null ? this : name(name).raw(json);
  }

  /** What was written. The writer is finished by it. */
  public byte[] toBytes() {
    write(generator::close);
    return bytes.toByteArray();
  }

  /** What was written, as text. The writer is finished by it. */
  public String toText() {
    return new String(toBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
