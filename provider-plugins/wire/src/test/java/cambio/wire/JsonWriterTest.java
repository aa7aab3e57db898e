package cambio.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .build();

  @Test
  void writesWhatItIsTold() {
    JsonWriter json = new JsonWriter();
    json.object()
        .member("text", "a\"b\\c\n\u0001é€😀")
        .member("left out", (String) null)
        .member("whole", 1.0)
        .member("part", 0.7)
        .member("long", Long.MIN_VALUE)
        .member("yes", true)
        .rawMember("raw", "{ \"x\":1.50}");
    json.name("list").array().value(1).nullValue().array().end().object().end().end().end();
    assertThat(json.toText())
        .isEqualTo(
            "{\"text\":\"a\\\"b\\\\c\\n\\u0001é€😀\",\"whole\":1,\"part\":0.7,"
                + "\"long\":-9223372036854775808,\"yes\":true,\"raw\":{ \"x\":1.50},"
                + "\"list\":[1,null,[],{}]}");
  }

  @Test
  void loneSurrogatesAreEscapedInValuesAndReplacedInNames() {
    JsonWriter json = new JsonWriter().object();
    json.member("\ud800", "a\udc00b\ud83d").end();
    assertThat(json.toText()).isEqualTo("{\"\ufffd\":\"a\\udc00b\\ud83d\"}");
  }

  @Test
  void whatIsOpenIsClosedInTheEnd() {
    assertThat(new JsonWriter().object().name("a").array().value(1).toText())
        .isEqualTo("{\"a\":[1]}");
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().object().value(1));
    assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().array().name("x"));
    assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().object().name("x").end());
    assertThatIllegalStateException()
        .isThrownBy(() -> new JsonWriter().object().name("x").name("y"));
    assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().value(1).value(2));
    assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().end());
    JsonWriter deep = new JsonWriter();
    assertThatIllegalStateException()
        .isThrownBy(() -> {
          for (int i = 0; i <= JsonWriter.MAX_DEPTH; i++) {
            deep.array();
          }
        });
  }

  /** Texts of all kinds of characters, lone surrogates among them, of many lengths. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("ab \"\\/\n\t\u0000\u001f\u007f\u0080é\u07ff\u0800€\ud83d\ude00\udbff\udfff")
        .ofMaxLength(2_000);
  }

  @Property(tries = 500)
  void aTextComesBackAsItWas(@ForAll("texts") String text) throws IOException {
    byte[] written = new JsonWriter().array().value(text).value(text).end().toBytes();
    try (JsonParser parser = JACKSON.createParser(written)) {
      parser.nextToken();
      for (int i = 0; i < 2; i++) {
        parser.nextToken();
        assertThat(parser.getText()).isEqualTo(text);
      }
    }
    assertThat(new String(written, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
        .isEqualTo(written);
  }

  @Property(tries = 500)
  void wellFormedTextsAndNumbersAreWrittenAsJacksonDoes(
      @ForAll("texts") String text, @ForAll long whole, @ForAll double number) throws IOException {
    String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator jackson = JACKSON.createGenerator(out)) {
      jackson.writeStartObject();
      jackson.writeStringField(wellFormed, wellFormed);
      jackson.writeNumberField("whole", whole);
      jackson.writeNumberField("number", number + 0.5);
      jackson.writeEndObject();
    }
    JsonWriter json = new JsonWriter().object();
    json.member(wellFormed, wellFormed).member("whole", whole);
    boolean exact = number + 0.5 == Math.rint(number + 0.5);
    String expected = out.toString(StandardCharsets.UTF_8);
    if (exact) {
      assertThat(expected).startsWith(json.end().toText().replaceAll("}$", ""));
    } else {
      assertThat(json.member("number", number + 0.5).end().toText()).isEqualTo(expected);
    }
  }
}
