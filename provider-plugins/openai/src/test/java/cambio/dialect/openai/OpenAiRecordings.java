package cambio.dialect.openai;

import cambio.spi.ProviderAdapter;
import cambio.testkit.Answer;
import cambio.testkit.Fixture;
import cambio.testkit.RecordedDialect;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.Rule;
import java.util.List;
import java.util.Set;

/** How recorded traffic of the OpenAI chat dialect is read. */
public final class OpenAiRecordings implements RecordedDialect {

  private static final Set<String> APIS =
      Set.of(
          "openai.chat",
          "azure.chat",
          "groq.chat",
          "deepseek.chat",
          "xai.chat",
          "cerebras.chat",
          "together.chat",
          "openrouter.chat",
          "mistral.chat",
          "ollama.openai_chat",
          "huggingface.chat",
          "perplexity.chat",
          "zai.chat",
          "vercel_gateway.chat",
          "avian.chat",
          "crusoe.chat",
          "snowflake.chat",
          "heroku.chat",
          "gemini.openai_chat",
          "bedrock.openai_chat",
          "fireworks.chat",
          "moonshot.chat",
          "minimax.chat",
          "nvidia.chat",
          "sambanova.chat",
          "github.chat");

  private final ProviderAdapter adapter = new OpenAiPlugin().adapters().getFirst();

  @Override
  public ProviderAdapter adapter() {
    return adapter;
  }

  @Override
  public Set<String> apis() {
    return APIS;
  }

  /** The recorders name whoever speaks the dialect so; Ollama's own dialect is another. */
  @Override
  public boolean serves(String api) {
    boolean named = api.endsWith(".chat") || api.endsWith(".openai_chat");
    return apis().contains(api) || named && !api.equals("ollama.chat");
  }

  @Override
  public RecordedRequest read(Recording recording) {
    return new ChatRequestReading(recording).read();
  }

  @Override
  public Answer expected(Recording recording) {
    return new ChatAnswerReading(recording).read();
  }

  @Override
  public List<Rule> rules() {
    return ChatRules.all();
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
        "refusal",
        "tool_calls",
        "function_call",
        "audio",
        "annotations",
        "images",
        "reasoning",
        "reasoning_content",
        "reasoning_details",
        "logprobs",
        "usage",
        "error",
        "service_tier",
        "system_fingerprint",
        "content_filter_results",
        "prompt_filter_results",
        "finish_reason",
        "native_finish_reason",
        "prompt_tokens_details",
        "completion_tokens_details",
        "citations",
        "search_results",
        "x_groq",
        "top_logprobs",
        "bytes",
        "extra_content");
  }
}
