package cambio.server.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SpecVersion.VersionFlag;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {

  private static final String SCHEMA =
      """
      {"type":"object","properties":{"a":{"type":"integer"},"b":{"enum":["x","y"]}},
       "required":["a"],"additionalProperties":false}
      """;

  private final Schemas schemas = new Schemas(VersionFlag.V202012);

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", " {\"a\":1,\"b\":\"y\"}\n"})
  void whatFollowsTheSchemaIsSound(String text) {
    assertThat(schemas.fault(text, SCHEMA)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|required",
        "{\"a\":\"secret\"}|type",
        "{\"a\":1,\"b\":\"secret\"}|enum",
        "{\"a\":1,\"c\":2}|additionalProperties",
        "[]|type",
        "{\"a\":1|no valid JSON",
        "{\"a\":1} and so on|no valid JSON",
        "```json {\"a\":1}```|no valid JSON",
      })
  void whatDoesNotIsTold(String text, String rule) {
    // Never with a word of the answer.
    assertThat(schemas.fault(text, SCHEMA)).contains(rule).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "this is no schema",
        "{\"$ref\":\"https://schemas.example/missing.json\"}",
        "{\"$ref\":\"file:///etc/passwd\"}",
        "{\"$ref\":\"#\"}"
      })
  void aSchemaThatCannotBeUsedAllowsEverything(String schema) {
    assertThat(schemas.fault("{\"a\":1}", schema)).isNull();
  }

  @Test
  void aHostileExpressionDoesNotRunForEver() {
    String hostile = "{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}";
    String text = "\"" + "a".repeat(60) + "!\"";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(schemas.fault(text, hostile)).isNull());
  }

  @Test
  void deepNestingIsNoFaultOfTheRouter() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(schemas.fault(deep, SCHEMA)).isEqualTo("it is no valid JSON");
  }
}
