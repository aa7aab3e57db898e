package cambio.dialect.cohere;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.testkit.Fixture;
import cambio.testkit.Json;
import cambio.testkit.SharedFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The hand-written responses are ones that the provider could send, by its published types. */
class SchemaTest {

  @Test
  void fixturesKeepThePublishedTypes() throws IOException {
    JsonSchema whole = schema("V2ChatResponse");
    JsonSchema piece = schema("V2ChatStreamResponse");
    for (Fixture fixture : ChatFixtures.all()) {
      String body = new String(fixture.body(), StandardCharsets.UTF_8);
      if (!fixture.stream()) {
        assertThat(whole.validate(Json.parse(body))).as(fixture.name()).isEmpty();
        continue;
      }
      for (String line : body.split("\n")) {
        if (line.startsWith("data: {")) {
          JsonNode event = Json.parse(line.substring(6));
          assertThat(piece.validate(event)).as(line).isEmpty();
        }
      }
    }
    assertThat(whole.validate(Json.parse("{\"id\":\"x\"}"))).isNotEmpty();
  }

  private static JsonSchema schema(String name) throws IOException {
    Path file = SharedFolder.find("specs/cohere/" + name + ".schema.json");
    assertThat(file != null || !SharedFolder.required()).as("REQUIRE_SHARED=1").isTrue();
    Assumptions.assumeTrue(file != null, "no specifications: set CAMBIO_SHARED");
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Json.parse(Files.readAllBytes(Objects.requireNonNull(file))));
  }
}
