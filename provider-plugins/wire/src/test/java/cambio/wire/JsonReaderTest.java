package cambio.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReaderTest {

  @Test
  void rawTextIsByteForByteAsSent() throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    String text =
        "xx { \"a\" : { \"z\":1.50, \"b\":[ 1,2 ] } ,\"s\":\"q\\u0041é\",\"n\": -12e3 ,"
            + "\"t\":true,\"x\":null,\"e\":\"\",\"l\":[]}yy";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (JsonReader json = JsonReader.of(bytes, 3, bytes.length - 5)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        members.put(name, json.raw());
      }
      json.requireEnd();
    }
    assertThat(members)
        .containsExactly(
            Map.entry("a", "{ \"z\":1.50, \"b\":[ 1,2 ] }"),
            Map.entry("s", "\"q\\u0041é\""),
            Map.entry("n", "-12e3"),
            Map.entry("t", "true"),
            Map.entry("x", "null"),
            Map.entry("e", "\"\""),
            Map.entry("l", "[]"));
  }

  @Test
  void placesOfValuesAreRelativeToThePayload() throws IOException {
    byte[] bytes = "##{\"id\":\"é-1\",\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);
    try (JsonReader json = JsonReader.of(bytes, 2, bytes.length - 2)) {
      assertThat(json.firstMember()).isEqualTo("id");
      int start = json.start();
      int end = json.end();
      assertThat(new String(bytes, 2 + start, end - start, StandardCharsets.UTF_8))
          .isEqualTo("\"é-1\"");
      assertThat(json.string()).isEqualTo("é-1");
      assertThat(json.nextMember()).isEqualTo("model");
      assertThat(json.string()).isEqualTo("m");
    }
  }

  @Test
  void countsOutsideTheirRangeAreAbsurd() throws IOException {
    assertThat(count("0")).isZero();
    assertThat(count("2147483647")).isEqualTo(Integer.MAX_VALUE);
    assertThat(count("null")).isEqualTo(TokenCounts.ABSENT);
    for (String absurd :
        new String[] {
          "-1", "2147483648", "9223372036854775808", "1.0", "1e3", "\"3\"", "[1]", "true"
        }) {
      assertThat(count(absurd)).as(absurd).isEqualTo(TokenCounts.ABSURD);
    }
  }

  @Test
  void nestingOverTheLimitIsRefused() {
    assertThat(JsonText.isLegal("[".repeat(200) + "]".repeat(200))).isTrue();
    assertThat(JsonText.isLegal("[".repeat(1000) + "]".repeat(1000))).isFalse();
  }

  @Test
  void truncatedAndTrailingTextIsRefused() {
    assertThatThrownBy(() -> members("{\"a\":1")).isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> members("{\"a\":1}}")).isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> members("{\"a\":nope}")).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void pathNamesTheMember() throws IOException {
    try (JsonReader json = JsonReader.of("{\"messages\":[{},{\"content\":1}]}")) {
      json.firstMember();
      json.firstElement();
      json.skip();
      json.nextElement();
      json.firstMember();
      assertThat(json.path()).isEqualTo("messages[1].content");
    }
  }

  @Test
  void loneSurrogatesSurviveReadingAndWriting() throws IOException {
    try (JsonReader json = JsonReader.of("\"a\\ud83d\"")) {
      String text = java.util.Objects.requireNonNull(json.string());
      assertThat(text).isEqualTo("a\ud83d");
      assertThat(new JsonWriter().value(text).toText()).isEqualTo("\"a\\ud83d\"");
    }
    assertThat(new JsonWriter().raw("{\"k\":\"\udc00\"}").toText())
        .isEqualTo("{\"k\":\"\\udc00\"}");
    assertThat(new JsonWriter().value("😀").toText()).isEqualTo("\"😀\"");
  }

  @Test
  void wholeNumbersAreWrittenWithoutFraction() {
    assertThat(new JsonWriter().array().value(1.0).value(0.7).value(-0.0).end().toText())
        .isEqualTo("[1,0.7,0]");
  }

  private static int count(String json) throws IOException {
    try (JsonReader reader = JsonReader.of(json)) {
      return reader.count();
    }
  }

  private static void members(String text) throws IOException {
    try (JsonReader json = JsonReader.of(text)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        json.skip();
      }
      json.requireEnd();
    }
  }

  @Test
  void nothingButUtf8IsRead() {
    for (java.nio.charset.Charset charset :
        java.util.List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      byte[] bytes = "{\"a\":0}".getBytes(charset);
      assertThatThrownBy(
              () -> {
                try (JsonReader json = JsonReader.of(bytes, 0, bytes.length)) {
                  json.skip();
                  json.requireEnd();
                }
              })
          .isInstanceOf(java.io.IOException.class);
    }
    assertThat(JsonText.isLegal("0\0")).isFalse();
  }
}
