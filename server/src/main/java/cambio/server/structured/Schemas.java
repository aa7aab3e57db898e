package cambio.server.structured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks JSON against schemas that callers sent. They are not trusted: nothing that a schema refers
 * to is fetched, and {@code pattern} is not looked at, for a regular expression can be made to run
 * for ever. A schema that cannot be used allows everything. Takes milliseconds: not for event
 * loops. Safe from any thread.
 */
final class Schemas {

  /** What is larger is not checked. */
  private static final int LARGEST_CHARS = 1 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).build());
  }

  private final JsonSchemaFactory factory;
  private final SchemaValidatorsConfig config =
      SchemaValidatorsConfig.builder().regularExpressionFactory(regex -> value -> true).build();

  /**
   * Schemas of this version of JSON Schema, where they do not say.
   *
   * @param version the version
   */
  Schemas(VersionFlag version) {
    this.factory =
        JsonSchemaFactory.getInstance(
            version,
            builder ->
                builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));
  }

  /** What makes a text no JSON that follows the schema; null where nothing does. */
  @Nullable String fault(String text, @Nullable String schemaJson) {
    if (text.length() > LARGEST_CHARS) {
      return null;
    }
    JsonNode value;
    try {
      value = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return "it is no valid JSON";
    }
    if (value == null || value.isMissingNode()) {
      return "it is empty";
    }
    return schemaJson == null || schemaJson.length() > LARGEST_CHARS
        ? null
        : mismatch(value, schemaJson);
  }

  // A schema that has no end, or is nested without one, is an error of the parser's or of the
  // stack.
  private @Nullable String mismatch(JsonNode value, String schemaJson) {
    Set<ValidationMessage> faults;
    try {
      JsonNode schema = JSON.readTree(schemaJson);
      faults = factory.getSchema(schema, config).validate(value);
    } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
      return null;
    }
    if (faults.isEmpty()) {
      return null;
    }
    // Only the place and the rule: the message may quote the answer.
    ValidationMessage first = faults.iterator().next();
    return "at " + first.getInstanceLocation() + " it breaks \"" + first.getType() + "\"";
  }
}
