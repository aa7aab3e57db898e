package cambio.dialect.anthropic;

import cambio.spi.request.CacheHint;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.MediaSource;
import cambio.spi.request.Message;
import cambio.spi.request.OutputFormat;
import cambio.spi.request.OutputOptions;
import cambio.spi.request.ReasoningEffort;
import cambio.spi.request.ReasoningKind;
import cambio.spi.request.ReasoningOptions;
import cambio.spi.request.SamplingOptions;
import cambio.spi.request.Tool;
import cambio.spi.request.ToolChoice;
import cambio.spi.request.ToolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Requests as callers of other dialects make them, with all that this dialect says otherwise. */
final class ForeignRequests {

  private static final ToolOptions TOOLS =
      new ToolOptions(
          List.of(
              new Tool.Function("now", null, null, null, null),
              new Tool.Function(
                  "add", "adds", "{\"properties\":{\"a\":{\"type\":\"number\"}}}", true, null),
              new Tool.Opaque("other", "{\"type\":\"web_search\"}")),
          ToolChoice.AUTO,
          false);

  private ForeignRequests() {}

  static List<GenerationRequest> all() {
    GenerationRequest plain = GenerationRequest.of(List.of(Message.user("hi")));
    OutputFormat schema =
        new OutputFormat.JsonSchema("n", "d", "{\"type\":\"object\",\"properties\":{}}", true);
    return List.of(
        plain,
        GenerationRequest.of(List.of(Message.system("only"))),
        conversation(),
        conversation().withReasoning(ReasoningOptions.effort(ReasoningEffort.HIGH)),
        conversation().withCache(new CacheOptions("k", new CacheHint(Duration.ofHours(2)))),
        plain.withOutput(OutputOptions.none().withFormat(schema)),
        plain.withOutput(OutputOptions.none().withFormat(new OutputFormat.JsonObject())),
        conversation().withOutput(OutputOptions.none().withFormat(schema)),
        plain
            .withReasoning(ReasoningOptions.budget(100))
            .withOutput(OutputOptions.none().withMaxTokens(5000)),
        plain
            .withSampling(
                new SamplingOptions(2.0, 0.5, 5, 0.1, 0.1, 1.0, 1.0, 1.1, 1L, Map.of("5", 1.0)))
            .withLabels(new CallerLabels("u", Map.of("a", "b"), "priority"))
            .withStream(true));
  }

  private static GenerationRequest conversation() {
    return GenerationRequest.of(
            List.of(
                Message.system("be kind"),
                new Message.User(
                    List.of(
                        ContentPart.text("look"),
                        new ContentPart.Image(
                            new MediaSource.Base64("image/jpg", "/9j/"), "low", null),
                        new ContentPart.File(
                            new MediaSource.Base64(null, "JVBERi0="), "a.pdf", null)),
                    "ann",
                    Extras.none()),
                new Message.Assistant(
                    List.of(
                        ContentPart.text(""),
                        new ContentPart.Reasoning(
                            ReasoningKind.SUMMARY, "s", null, "id", "openai-responses-v1"),
                        new ContentPart.ToolCall("functions.add:0", "add", "{\"a\":1}", "s", null),
                        new ContentPart.ToolCall("functions.now:1", "now", "", null, null)),
                    null,
                    false,
                    Extras.none()),
                Message.toolResult("functions.add:0", "1"),
                Message.toolResult("functions.now:1", ""),
                Message.system("hurry"),
                Message.user("so?")))
        .withTools(TOOLS);
  }
}
