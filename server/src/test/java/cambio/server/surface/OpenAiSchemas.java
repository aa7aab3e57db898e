package cambio.server.surface;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.testkit.SharedFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * OpenAI's published schemas, with the null rule: their document forbids null where OpenAI itself
 * sends it, so null is allowed for every property, and three members are not required. Where the
 * document is not at hand nothing is checked, unless {@code REQUIRE_SHARED=1}.
 */
final class OpenAiSchemas {

  private static final Set<String> NOT_REQUIRED =
      Set.of("logprobs", "refusal", "cache_write_tokens");

  private final @Nullable ObjectNode document;
  private final Map<String, JsonSchema> schemas = new HashMap<>();

  private OpenAiSchemas(@Nullable ObjectNode document) {
    this.document = document;
  }

  static OpenAiSchemas load() {
    Path file = SharedFolder.find("specs/openai/openapi.yaml");
    if (file == null) {
      assertThat(SharedFolder.required()).as("OpenAI's document is required").isFalse();
      System.err.println(
          "skipped: OpenAI's document is not there, answers are not held against it");
      return new OpenAiSchemas(null);
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(16 * 1024 * 1024);
    try {
      JsonNode whole =
          new ObjectMapper(YAMLFactory.builder().loaderOptions(options).build())
              .readTree(file.toFile());
      ObjectNode document = whole.deepCopy();
      document.retain("components");
      allowNulls(document);
      return new OpenAiSchemas(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void assertValid(String name, JsonNode value) {
    if (document == null) {
      return;
    }
    JsonSchema schema = schemas.computeIfAbsent(name, this::schema);
    assertThat(schema.validate(value)).as(value.toString()).isEmpty();
  }

  private JsonSchema schema(String name) {
    ObjectNode root = java.util.Objects.requireNonNull(document).deepCopy();
    root.put("$ref", "#/components/schemas/" + name);
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
  }

  private static void allowNulls(JsonNode node) {
    if (node.path("properties") instanceof ObjectNode properties) {
      properties
          .properties()
          .forEach(property -> {
            ObjectNode either = properties.objectNode();
            either.putArray("anyOf").add(property.getValue()).addObject().put("type", "null");
            property.setValue(either);
          });
    }
    if (node.path("required") instanceof ArrayNode required) {
      for (Iterator<JsonNode> names = required.iterator(); names.hasNext(); ) {
        if (NOT_REQUIRED.contains(names.next().asText())) {
          names.remove();
        }
      }
    }
    node.forEach(OpenAiSchemas::allowNulls);
  }
}
