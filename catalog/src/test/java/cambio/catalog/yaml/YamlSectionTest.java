package cambio.catalog.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlSectionTest {

  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, String> environment =
      Map.of("PORT", "81", "EMPTY", "", "KEY", "s3cret");

  private YamlSection read(String text) {
    return new YamlSection(
        YamlFile.parse("cambio.yaml", text, environment::get, problems), problems);
  }

  private List<String> problems() {
    return problems.stream().map(Problem::toString).toList();
  }

  @Test
  void absentMembersHaveTheirDefaults() {
    YamlSection section = read("");
    assertThat(section.integer("port", 8080, 0, 65535)).isEqualTo(8080);
    assertThat(section.section("server").text("host", "127.0.0.1")).isEqualTo("127.0.0.1");
    assertThat(section.sections("keys")).isEmpty();
    section.end();
    assertThat(problems()).isEmpty();
  }

  @Test
  void variablesAreReplacedAfterParsing() {
    YamlSection section =
        read(
            """
            port: ${PORT}
            other: "${NOT_SET:-a: b}"
            empty: ${EMPTY:-used}
            literal: $${PORT}
            two: ${PORT}-${PORT}
            """);
    assertThat(section.integer("port", 0, 0, 100)).isEqualTo(81);
    assertThat(section.text("other")).isEqualTo("a: b");
    assertThat(section.text("empty")).isEqualTo("used");
    assertThat(section.text("literal")).isEqualTo("${PORT}");
    assertThat(section.text("two")).isEqualTo("81-81");
    assertThat(problems()).isEmpty();
  }

  @Test
  void everyProblemIsReportedWithItsLine() {
    YamlSection section =
        read(
            """
            port: eighty
            tls: maybe
            secret: ${NOT_SET}
            keys:
              - name: a
              - just a text
            servr: {}
            """);
    section.integer("port", 1, 0, 65535);
    section.flag("tls", false);
    section.text("secret");
    section.sections("keys");
    section.section("server");
    section.end();
    assertThat(problems())
        .containsExactly(
            "cambio.yaml:3: secret: environment variable NOT_SET is not set (set it, or write"
                + " ${NOT_SET:-default})",
            "cambio.yaml:1: port: \"eighty\" (expected: a whole number, 0..65535)",
            "cambio.yaml:2: tls: \"maybe\" (expected: one of false, true)",
            "cambio.yaml:6: keys[1]: \"just a text\" (expected: a map)",
            "cambio.yaml:7: servr: is no known member (did you mean server? expected: one of port,"
                + " tls, secret, keys, server)");
  }

  @Test
  void aValueFromTheEnvironmentIsNotShown() {
    YamlSection section = read("port: ${KEY}");
    section.integer("port", 1, 0, 65535);
    assertThat(problems())
        .containsExactly(
            "cambio.yaml:1: port: the value from the environment (expected: a whole number,"
                + " 0..65535)");
  }

  @Test
  void brokenYamlNamesTheLine() {
    read("a: 1\nb: [1, 2\nc: 3\n");
    assertThat(problems()).hasSize(1);
    assertThat(problems().getFirst()).startsWith("cambio.yaml:3: is no YAML: ");
  }

  @Test
  void duplicatesAndForeignRootsAreProblems() {
    read("a: 1\na: 2\n");
    read("- a\n");
    assertThat(problems())
        .containsExactly(
            "cambio.yaml:2: a: occurs twice",
            "cambio.yaml:1: the document is no map (expected: name: value)");
  }

  @Test
  void numbersKeepTheirDigits() {
    assertThat(read("price: 1.10").text("price")).isEqualTo("1.10");
  }

  @Test
  void deepNestingAndObjectTagsDoNoHarm() {
    read("a: " + "[".repeat(1000) + "]".repeat(1000));
    assertThat(problems()).hasSize(1);
    assertThat(read("a: !!java.net.URL [\"http://x\"]").value("a")).isNull();
    assertThat(problems()).last().asString().contains("is no YAML");
  }
}
