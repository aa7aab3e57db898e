package cambio.dialect.cohere;

import cambio.spi.ProviderAdapter;
import cambio.testkit.Answer;
import cambio.testkit.Fixture;
import cambio.testkit.RecordedDialect;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** How recorded traffic of this dialect is read without its adapter. */
public final class CohereDialect implements RecordedDialect {

  @Override
  public ProviderAdapter adapter() {
    return new ChatAdapter();
  }

  @Override
  public Set<String> apis() {
    return Set.of("cohere.v2chat");
  }

  @Override
  public RecordedRequest read(Recording recording) {
    return new RecordedChat(recording).read();
  }

  /** {@code schema} is the former name of a format's {@code json_schema}; both are taken. */
  @Override
  public JsonNode canonical(JsonNode body) {
    if (!body.path("response_format").has("schema")) {
      return body;
    }
    ObjectNode copy = body.deepCopy();
    ObjectNode format = (ObjectNode) copy.path("response_format");
    format.set("json_schema", format.remove("schema"));
    return copy;
  }

  @Override
  public Answer expected(Recording recording) {
    return ExpectedAnswer.of(recording.framing().equals("sse"), recording.text());
  }

  @Override
  public List<Rule> rules() {
    return ChatRules.ALL;
  }

  @Override
  public List<Fixture> fixtures() {
    return ChatFixtures.all();
  }

  @Override
  public Fixture calling(String arguments, boolean stream) {
    return ChatFixtures.calling(arguments, stream);
  }

  @Override
  public Set<String> optionalMembers() {
    return Set.of(
        "tool_plan",
        "tool_calls",
        "citations",
        "content",
        "logprobs",
        "usage",
        "finish_reason",
        "error",
        "tokens",
        "billed_units",
        "cached_tokens",
        "prompt");
  }
}
