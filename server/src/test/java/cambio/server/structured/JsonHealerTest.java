package cambio.server.structured;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.testkit.Json;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonHealerTest {

  static Stream<Arguments> trivial() {
    return Stream.of(
        Arguments.of("a fence", "```json\n{\"a\": 1}\n```", "{\"a\": 1}"),
        Arguments.of("a bare fence", "```\n{\"a\": 1}\n```", "{\"a\": 1}"),
        Arguments.of("an unclosed fence", "```json\n{\"a\": 1}", "{\"a\": 1}"),
        Arguments.of("prose", "Here you are:\n{\"a\": 1}\nAnything else?", "{\"a\": 1}"),
        Arguments.of("prose in brackets", "See {x}: {\"a\": [1, 2]}", "{\"a\": [1, 2]}"),
        Arguments.of("prose and a fence", "It's {this}:\n```\n{\"a\": 1}\n```\nOK?", "{\"a\": 1}"),
        Arguments.of("a trailing comma", "{\"a\": [1, 2,], \"b\": 3,}", "{\"a\":[1,2],\"b\":3}"),
        Arguments.of("no last bracket", "{\"a\": {\"b\": [1, 2]", "{\"a\":{\"b\":[1,2]}}"),
        Arguments.of("no bracket within", "{\"a\": [1, 2}", "{\"a\":[1,2]}"),
        Arguments.of("no bracket in a fence", "```json\n{\"a\": 1\n```", "{\"a\":1}"),
        Arguments.of("a missing comma", "{\"a\": 1 \"b\": [1 2]}", "{\"a\":1,\"b\":[1,2]}"),
        Arguments.of("single quotes", "{'a': 'it\\'s \"so\"'}", "{\"a\":\"it's \\\"so\\\"\"}"),
        Arguments.of("bare keys", "{a: 1, b_c: 2}", "{\"a\":1,\"b_c\":2}"),
        Arguments.of("Python's words", "{'a': True, 'b': None}", "{\"a\":true,\"b\":null}"),
        Arguments.of("comments", "{\"a\": 1, // one\n /* two */ \"b\": 2}", "{\"a\":1,\"b\":2}"),
        Arguments.of("a raw line break", "{\"a\": \"x\ny\"}", "{\"a\":\"x\\ny\"}"),
        Arguments.of(
            "every digit",
            "{\"a\": 1.10000000000000000001e2,}",
            "{\"a\":1.10000000000000000001e2}"),
        Arguments.of("a bracket too many", "{\"a\": 1}}", "{\"a\": 1}"),
        Arguments.of("brackets in texts", "so: {\"a\": \"}]{\\\"\",}", "{\"a\":\"}]{\\\"\"}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trivial")
  void trivialFaultsAreRepaired(String name, String broken, String expected) {
    assertThat(JsonHealer.heal(broken, true)).isEqualTo(expected);
    assertThat(JsonHealer.heal(broken, false)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "all is well",
        "{\"a\": ",
        "{\"a\": \"cut",
        "{\"a\": {\"b\": 1}, \"c\": \"cut",
        "{\"a\": 1, \"b",
        "{\"a\": 1, \"b\"",
        "{\"a\": 1,",
        "{",
        "{\"a\": [",
        "{\"a\" 1 2}",
        "{\"a\": tru}",
        "{\"a\": 1.2.3}",
        "{\"a\": 1 and so on",
        "use { to open and } to close",
        "{\"a\": 1}",
        "[1, 2]",
        "\"just a text\""
      })
  void whatWasCutOffOrIsRightStaysAsItIs(String text) {
    assertThat(JsonHealer.heal(text, false)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1, 2,]", "so: [1]"})
  void aListIsNoObject(String text) {
    assertThat(JsonHealer.heal(text, true)).isEqualTo(text);
    assertThat(JsonHealer.heal(text, false)).isNotEqualTo(text);
  }

  @Property(tries = 500)
  void whateverComesOutIsJsonOrWhatWentIn(@ForAll("almostJson") String text) {
    String healed = JsonHealer.heal(text, false);
    if (!healed.equals(text)) {
      assertThat(Json.parse(healed).isContainerNode()).isTrue();
    }
    assertThat(JsonHealer.heal(healed, false)).isEqualTo(healed);
  }

  @Property(tries = 200)
  void rightJsonIsFoundInAnyProseWithoutBrackets(
      @ForAll("json") String json, @ForAll("prose") String before, @ForAll("prose") String after) {
    assertThat(JsonHealer.heal(before + "\n" + json + "\n" + after, false).strip()).isEqualTo(json);
  }

  @Provide
  Arbitrary<String> almostJson() {
    return Arbitraries.of(
            "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\"a\"", "1", "true", "None", " ", "\n",
            "```", "//", "/*", "*/", "x", "é", "\ud83d", "-", "1e", "null")
        .list()
        .ofMaxSize(24)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> prose() {
    return Arbitraries.of("Sure! ", "Here it is, ", "it's ", "done.", "\n", "1 2 ")
        .list()
        .ofMaxSize(4)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> json() {
    Arbitrary<String> scalar =
        Arbitraries.of("1", "-2.5e3", "true", "null", "\"a\"", "\"}{][,:'\\\"\"", "{}", "[]");
    return Combinators.combine(scalar, scalar, scalar)
        .as((a, b, c) -> "{\"x\": " + a + ", \"y\": [" + b + "," + c + "]}");
  }
}
