package cambio.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.EncodeContext;
import cambio.spi.FailureException;
import cambio.testkit.Json;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.Recordings;
import cambio.testkit.SharedFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What is sent holds against the provider's own types. */
class SchemaTest {

  /** Tools and blocks of betas, which the published types do not have. */
  private static final List<String> BETAS =
      List.of("advisor_", "computer_2", "tool_addition", "output_format");

  @Test
  void everyReproducedRequestKeepsThePublishedTypes() throws IOException {
    JsonSchema schema = schema();
    Path folder = shared(SharedFolder.recordings(), "recordings");
    AnthropicDialect dialect = new AnthropicDialect();
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (Recording recording : Recordings.load(folder, dialect.apis())) {
      if (recording.head().status() == 400
          || BETAS.stream().anyMatch(recording.request().toString()::contains)) {
        continue;
      }
      RecordedRequest read = dialect.read(recording);
      JsonNode sent = sent(read);
      checked++;
      schema
          .validate(sent)
          .forEach(message -> wrong.add(recording.id() + ": " + message.getMessage()));
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isPositive();
  }

  @Test
  void schemaRefusesWhatIsWrong() throws IOException {
    JsonSchema schema = schema();
    String messages = "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]";
    assertThat(schema.validate(Json.parse("{\"model\":\"m\",\"max_tokens\":1}"))).isNotEmpty();
    assertThat(schema.validate(Json.parse("{\"model\":\"m\",\"max_tokens\":1," + messages + "}")))
        .isNotEmpty();
  }

  @Test
  void whatOtherDialectsSayBecomesLegal() throws IOException {
    JsonSchema schema = schema();
    for (var request : ForeignRequests.all()) {
      JsonNode sent = Encoding.of(request).body();
      assertThat(schema.validate(sent)).as(sent.toString()).isEmpty();
      JsonNode newer =
          Encoding.of(request, "reasoning", "adaptive", "structured_output", "output_config")
              .body();
      assertThat(schema.validate(newer)).as(newer.toString()).isEmpty();
    }
  }

  private static JsonNode sent(RecordedRequest read) {
    try {
      ObjectNode body =
          (ObjectNode)
              Json.parse(
                  new MessagesAdapter()
                      .encode(
                          read.request(),
                          new EncodeContext(
                              read.endpoint(), read.credential(), Instant.EPOCH, "r", false))
                      .body());
      // Hosts that name the model in the path take it out of the body.
      return body.has("model") ? body : body.put("model", "m");
    } catch (FailureException e) {
      throw new AssertionError(e.failure().message(), e);
    }
  }

  private static JsonSchema schema() throws IOException {
    Path file =
        shared(
            SharedFolder.find("specs/anthropic/MessageCreateParams.schema.json"), "specifications");
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Json.parse(Files.readAllBytes(file)));
  }

  private static Path shared(@org.jspecify.annotations.Nullable Path path, String what) {
    assertThat(path != null || !SharedFolder.required()).as("REQUIRE_SHARED=1: %s", what).isTrue();
    Assumptions.assumeTrue(path != null, "no " + what + ": set CAMBIO_SHARED");
    return java.util.Objects.requireNonNull(path);
  }

  @Test
  void rulesHaveNamesOfTheirOwn() {
    assertThat(Set.copyOf(MessagesRules.ALL.stream().map(r -> r.name()).toList()))
        .hasSameSizeAs(MessagesRules.ALL);
  }
}
