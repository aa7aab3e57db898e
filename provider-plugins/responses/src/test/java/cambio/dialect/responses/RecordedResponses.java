package cambio.dialect.responses;

import cambio.spi.ProviderAdapter;
import cambio.testkit.Answer;
import cambio.testkit.Fixture;
import cambio.testkit.RecordedDialect;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.Rule;
import java.util.List;
import java.util.Set;

/** How recorded traffic of the Responses dialect is read. */
public final class RecordedResponses implements RecordedDialect {

  private static final Set<String> APIS =
      Set.of(
          "openai.responses",
          "azure.responses",
          "xai.responses",
          "openrouter.responses",
          "deepseek.responses",
          "bedrock.openai_responses",
          "groq.responses",
          "huggingface.responses",
          "vercel_gateway.responses",
          "together.responses",
          "fireworks.responses");

  private final ProviderAdapter adapter = new ResponsesPlugin().adapters().getFirst();

  @Override
  public ProviderAdapter adapter() {
    return adapter;
  }

  @Override
  public Set<String> apis() {
    return APIS;
  }

  @Override
  public boolean serves(String api) {
    return apis().contains(api) || api.endsWith("responses");
  }

  @Override
  public RecordedRequest read(Recording recording) {
    return new ResponsesRequestReading(recording).read();
  }

  @Override
  public Answer expected(Recording recording) {
    return new ResponsesAnswerReading(recording).read();
  }

  @Override
  public List<Rule> rules() {
    return ResponsesRules.all();
  }

  @Override
  public List<Fixture> fixtures() {
    return ResponsesFixtures.all();
  }

  @Override
  public Fixture calling(String arguments, boolean stream) {
    return ResponsesFixtures.calling(arguments, stream);
  }

  @Override
  public Set<String> optionalMembers() {
    return Set.of(
        "error",
        "incomplete_details",
        "usage",
        "encrypted_content",
        "summary",
        "annotations",
        "logprobs",
        "status",
        "phase",
        "metadata",
        "instructions",
        "content",
        "result",
        "obfuscation",
        "sequence_number",
        "item_id");
  }
}
