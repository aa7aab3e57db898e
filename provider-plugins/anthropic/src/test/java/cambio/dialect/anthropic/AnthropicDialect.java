package cambio.dialect.anthropic;

import cambio.spi.ProviderAdapter;
import cambio.testkit.Answer;
import cambio.testkit.Fixture;
import cambio.testkit.RecordedDialect;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.Rule;
import java.util.List;
import java.util.Set;

/** How recorded traffic of this dialect is read without its adapter. */
public final class AnthropicDialect implements RecordedDialect {

  @Override
  public ProviderAdapter adapter() {
    return new MessagesAdapter();
  }

  @Override
  public Set<String> apis() {
    return Set.of(
        "anthropic.messages",
        "azure.anthropic_messages",
        "vertex.rawPredict",
        "vertex.streamRawPredict");
  }

  @Override
  public RecordedRequest read(Recording recording) {
    return new RecordedMessages(recording).read();
  }

  @Override
  public Answer expected(Recording recording) {
    return ExpectedAnswer.of(recording.framing().equals("sse"), recording.text());
  }

  @Override
  public List<Rule> rules() {
    return MessagesRules.ALL;
  }

  @Override
  public List<Fixture> fixtures() {
    return MessagesFixtures.all();
  }

  @Override
  public Fixture calling(String arguments, boolean stream) {
    return MessagesFixtures.calling(arguments, stream);
  }

  @Override
  public Set<String> optionalMembers() {
    return Set.of(
        "stop_reason",
        "stop_sequence",
        "stop_details",
        "citations",
        "container",
        "context_management",
        "cache_creation",
        "cache_read_input_tokens",
        "cache_creation_input_tokens",
        "server_tool_use",
        "service_tier",
        "output_tokens_details",
        "caller",
        "error",
        "usage");
  }
}
