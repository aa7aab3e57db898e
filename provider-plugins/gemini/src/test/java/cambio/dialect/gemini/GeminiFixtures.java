package cambio.dialect.gemini;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Fixture;
import cambio.wire.JsonText;
import java.util.List;

/** Hand-written responses that show every kind of event. */
final class GeminiFixtures {

  private static final String SSE = "text/event-stream";
  private static final String JSON = "application/json; charset=UTF-8";

  private GeminiFixtures() {}

  static List<Fixture> all() {
    return List.of(
        text(), thinkingAndTools(), array(), whole(), alternatives(), broken(), blocked());
  }

  /** Chunks as server-sent events. */
  static String stream(String... chunks) {
    StringBuilder body = new StringBuilder();
    for (String chunk : chunks) {
      body.append("data: ").append(chunk).append("\r\n\r\n");
    }
    return body.toString();
  }

  /** A chunk of candidate 0 with these parts and further members. */
  static String chunk(String parts, String candidate, String more) {
    return "{\"candidates\":[{\"content\":{\"parts\":["
        + parts
        + "],\"role\":\"model\"}"
        + candidate
        + "}]"
        + more
        + ",\"modelVersion\":\"gemini-x\",\"responseId\":\"r1\"}";
  }

  private static Fixture text() {
    AnswerBuilder answer =
        new AnswerBuilder().usage(new Usage(25, 10, 0, 0, 12, 4, 3, 0, 7, 0, 0, 0));
    answer
        .choice(0)
        .text("Hé\uD83D\uDE00llo.")
        .annotation()
        .annotation()
        .logprobs(1)
        .signature("c2VhbA==")
        .finish(FinishReason.STOP, "STOP");
    return Fixture.of(
        "text with counts, grounding, logprobs and a sealed text",
        SSE,
        true,
        stream(
            chunk(
                "{\"text\":\"Hé\uD83D\uDE00\"}",
                ",\"index\":0,\"groundingMetadata\":{}",
                ",\"usageMetadata\":{\"promptTokenCount\":20,\"totalTokenCount\":20}"),
            chunk(
                "{\"text\":\"llo.\",\"partMetadata\":{\"a\":[1]}}",
                ",\"logprobsResult\":{\"topCandidates\":[{\"candidates\":[{\"token\":\"llo.\","
                    + "\"logProbability\":-0.5}]}],\"chosenCandidates\":[{\"token\":\"llo.\","
                    + "\"tokenId\":7,\"logProbability\":-0.5}]}",
                ""),
            chunk(
                "{\"text\":\"\",\"thoughtSignature\":\"c2VhbA==\"}",
                ",\"finishReason\":\"STOP\",\"groundingMetadata\":{\"groundingSupports\":[{"
                    + "\"segment\":{\"endIndex\":4,\"text\":\"Hé\"},\"groundingChunkIndices\":[0,9]}],"
                    + "\"groundingChunks\":[{\"web\":{\"uri\":\"https://host.invalid/\","
                    + "\"title\":\"T\"}},{\"retrievedContext\":{\"title\":\"a.pdf\"}}]}",
                ",\"usageMetadata\":{\"promptTokenCount\":20,\"toolUsePromptTokenCount\":5,"
                    + "\"cachedContentTokenCount\":10,\"candidatesTokenCount\":8,"
                    + "\"thoughtsTokenCount\":4,\"totalTokenCount\":37,\"promptTokensDetails\":["
                    + "{\"modality\":\"IMAGE\",\"tokenCount\":7},"
                    + "{\"modality\":\"AUDIO\",\"tokenCount\":3}]}")),
        answer.build());
  }

  private static Fixture thinkingAndTools() {
    AnswerBuilder answer =
        new AnswerBuilder().usage(new Usage(10, 0, 0, 0, 40, 9, 0, 0, 0, 0, 0, 0));
    answer
        .choice(0)
        .reasoning("Let me see.")
        .signature("sigA")
        .call(0, "call_gm_r1_0_0", "add", "{\"b\": 1, \"a\": 2}")
        .signature("sigB")
        .call(1, "id2", "now", "{}")
        .finish(FinishReason.TOOL_CALL, "STOP");
    return Fixture.of(
        "thoughts, code of the provider's and two calls",
        SSE,
        true,
        stream(
            chunk("{\"text\":\"Let me \",\"thought\":true}", "", ""),
            chunk("{\"text\":\"see.\",\"thought\":true,\"thoughtSignature\":\"sigA\"}", "", ""),
            chunk(
                "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\"},"
                    + "\"thoughtSignature\":\"x\"},{\"codeExecutionResult\":{\"output\":\"1\"}}",
                "",
                ""),
            chunk(
                "{\"functionCall\":{\"args\":{\"b\": 1, \"a\": 2},\"name\":\"add\"},"
                    + "\"thoughtSignature\":\"sigB\"},"
                    + "{\"functionCall\":{\"id\":\"id2\",\"name\":\"now\"}}",
                "",
                ""),
            chunk(
                "{\"text\":\"\"}",
                ",\"finishReason\":\"STOP\",\"finishMessage\":\"Model generated function call(s).\"",
                ",\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":31,"
                    + "\"thoughtsTokenCount\":9,\"totalTokenCount\":50}")),
        answer.build());
  }

  private static Fixture array() {
    AnswerBuilder answer = new AnswerBuilder().usage(Usage.of(5, 6));
    answer.choice(0).text("on{e],\"t\\wo").finish(FinishReason.LENGTH, "MAX_TOKENS");
    return Fixture.of(
        "a stream as one JSON array",
        JSON,
        true,
        "["
            + chunk("{\"text\":\"on{e],\\\"t\"}", "", "")
            + "\n,\r\n"
            + chunk(
                "{\"text\":\"\\\\wo\"}",
                ",\"finishReason\":\"MAX_TOKENS\"",
                ",\"usageMetadata\":{\"promptTokenCount\":5,\"candidatesTokenCount\":6}")
            + "\n]",
        answer.build());
  }

  private static Fixture whole() {
    AnswerBuilder answer =
        new AnswerBuilder().usage(new Usage(7, 0, 0, 0, 20, 0, 0, 0, 0, 15, 0, 0));
    answer
        .choice(0)
        .text("A picture:")
        .media(8)
        .signature("sealed")
        .annotation()
        .finish(FinishReason.STOP, "1");
    return Fixture.of(
        "a whole answer with a picture, its members in another order",
        JSON,
        false,
        "{\n \"usageMetadata\": {\"promptTokenCount\": 7, \"candidatesTokenCount\": 20,\n"
            + " \"candidatesTokensDetails\": [{\"modality\": 2, \"tokenCount\": 15}]},\n"
            + " \"candidates\": [{\"finishReason\": 1, \"citationMetadata\": {\"citationSources\":"
            + " [{\"uri\": \"https://host.invalid/c\"}]}, \"content\": {\"parts\": [\n"
            + " {\"text\": \"A picture:\"},\n"
            + " {\"inlineData\": {\"mimeType\": \"image/png\", \"data\": \"iVBORw0K\"},"
            + " \"thoughtSignature\": \"sealed\"}]}}]\n}\n",
        answer.build());
  }

  private static Fixture alternatives() {
    AnswerBuilder answer = new AnswerBuilder();
    answer.choice(0).text("a").finish(FinishReason.STOP, "STOP");
    answer.choice(1).finish(FinishReason.CONTENT_FILTER, "SAFETY");
    return Fixture.of(
        "two candidates, one of them filtered; usage that makes no sense",
        JSON,
        false,
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"},"
            + "{\"index\":1,\"content\":{},\"finishReason\":\"SAFETY\",\"safetyRatings\":"
            + "[{\"blocked\":true}]}],\"usageMetadata\":{\"promptTokenCount\":-1,"
            + "\"candidatesTokenCount\":9223372036854775807}}",
        answer.build());
  }

  private static Fixture broken() {
    AnswerBuilder answer = new AnswerBuilder().failed(true);
    answer.choice(0).text("Hal");
    return Fixture.of(
        "an error within a stream",
        SSE,
        true,
        stream(
            chunk("{\"text\":\"Hal\"}", "", ""),
            "{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\","
                + "\"status\":\"UNAVAILABLE\"}}"),
        answer.build());
  }

  private static Fixture blocked() {
    return Fixture.of(
        "a prompt that is blocked",
        JSON,
        false,
        "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},"
            + "\"usageMetadata\":{\"promptTokenCount\":4}}",
        new AnswerBuilder().failed(true).build());
  }

  /** Arguments are JSON on this wire, so that a model's babble can only be a text. */
  static Fixture calling(String arguments, boolean stream) {
    String quoted = JsonText.quote(arguments);
    AnswerBuilder answer = new AnswerBuilder();
    answer.choice(0).call(0, "id1", "f", quoted).finish(FinishReason.TOOL_CALL, "STOP");
    String call = "{\"functionCall\":{\"id\":\"id1\",\"name\":\"f\",\"args\":" + quoted + "}}";
    String chunk = chunk(call, ",\"finishReason\":\"STOP\"", "");
    return Fixture.of(
        "call", stream ? SSE : JSON, stream, stream ? stream(chunk) : chunk, answer.build());
  }
}
