package cambio.dialect.gemini;

import cambio.spi.ProviderAdapter;
import cambio.testkit.Answer;
import cambio.testkit.Fixture;
import cambio.testkit.RecordedDialect;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** How recorded traffic of this dialect is read without its adapter. */
public final class GeminiRecordings implements RecordedDialect {

  @Override
  public ProviderAdapter adapter() {
    return new GeminiAdapter();
  }

  @Override
  public Set<String> apis() {
    return Set.of(
        "gemini.generateContent",
        "gemini.streamGenerateContent",
        "vertex.generateContent",
        "vertex.streamGenerateContent");
  }

  @Override
  public RecordedRequest read(Recording recording) {
    return new RecordedGenerate(recording).read();
  }

  @Override
  public JsonNode canonical(JsonNode body) {
    return Spelling.of(body);
  }

  @Override
  public Answer expected(Recording recording) {
    return ExpectedAnswer.of(recording.framing(), recording.text());
  }

  @Override
  public List<Rule> rules() {
    return GeminiRules.ALL;
  }

  @Override
  public List<Fixture> fixtures() {
    return GeminiFixtures.all();
  }

  @Override
  public Fixture calling(String arguments, boolean stream) {
    return GeminiFixtures.calling(arguments, stream);
  }

  @Override
  public Set<String> optionalMembers() {
    return Set.of(
        "content",
        "finishReason",
        "finishMessage",
        "safetyRatings",
        "citationMetadata",
        "groundingMetadata",
        "urlContextMetadata",
        "logprobsResult",
        "promptFeedback",
        "usageMetadata",
        "modelVersion",
        "responseId",
        "thought",
        "thoughtSignature",
        "functionCall",
        "inlineData",
        "fileData",
        "thoughtsTokenCount",
        "toolUsePromptTokenCount",
        "cachedContentTokenCount",
        "promptTokensDetails",
        "error");
  }
}
