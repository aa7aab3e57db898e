package cambio.dialect.bedrock;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.testkit.Answer;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Fixture;
import cambio.wire.JsonText;
import java.util.List;

/** Answers written by hand from the service's model. */
final class ConverseFixtures {

  private static final String STREAM = "application/vnd.amazon.eventstream";
  private static final String JSON = "application/json";

  private ConverseFixtures() {}

  static List<Fixture> all() {
    return List.of(wholeAnswer(), textStream(), toolStream(), brokenStream());
  }

  private static Fixture wholeAnswer() {
    String body =
        """
        {"metrics":{"latencyMs":7},"output":{"message":{"role":"assistant","content":[
         {"reasoningContent":{"reasoningText":{"text":"Hm.","signature":"c2ln"}}},
         {"text":"Grüße 🌍 "},
         {"citationsContent":{"content":[{"text":"cited"}],"citations":[{"title":"a"}]}},
         {"toolUse":{"toolUseId":"t1","name":"f","input":{"b":1,"a":[2]}}}]}},
         "stopReason":"tool_use","usage":{"inputTokens":3,"outputTokens":5,"totalTokens":118,
         "cacheReadInputTokens":100,"cacheWriteInputTokens":10,
         "cacheDetails":[{"ttl":"1h","inputTokens":4},{"ttl":"5m","inputTokens":6}]}}\
        """;
    AnswerBuilder answer = new AnswerBuilder();
    answer
        .choice(0)
        .reasoning("Hm.")
        .signature("c2ln")
        .text("Grüße 🌍 cited")
        .annotation()
        .call(0, "t1", "f", "{\"b\":1,\"a\":[2]}")
        .finish(FinishReason.TOOL_CALL, "tool_use");
    answer.usage(new Usage(113, 100, 10, 4, 5, 0, 0, 0, 0, 0, 0, 0));
    return Fixture.of("whole answer", JSON, false, body, answer.build());
  }

  private static Fixture textStream() {
    byte[] body =
        new StreamBytes()
            .event("messageStart", "{\"role\":\"assistant\",\"p\":\"abc\"}")
            .event("contentBlockDelta", delta(0, "{\"reasoningContent\":{\"text\":\"So \"}}"))
            .event("contentBlockDelta", delta(0, "{\"reasoningContent\":{\"text\":\"be it\"}}"))
            .event("contentBlockDelta", delta(0, "{\"reasoningContent\":{\"signature\":\"Eq\"}}"))
            .event("contentBlockStop", "{\"contentBlockIndex\":0}")
            .event("contentBlockDelta", delta(1, "{\"text\":\"Hallo \"}"))
            .event("contentBlockDelta", delta(1, "{\"citation\":{\"title\":\"t\"}}"))
            .event("contentBlockDelta", delta(1, "{\"text\":\"Wëlt 🌍\"}"))
            .event("contentBlockStop", "{\"contentBlockIndex\":1}")
            .event("messageStop", "{\"stopReason\":\"max_tokens\"}")
            .event("metadata", metadata())
            .toBytes();
    AnswerBuilder answer = new AnswerBuilder();
    answer
        .choice(0)
        .reasoning("So be it")
        .signature("Eq")
        .text("Hallo Wëlt 🌍")
        .annotation()
        .finish(FinishReason.LENGTH, "max_tokens");
    return new Fixture("text stream", STREAM, true, body, answer.usage(Usage.of(2, 3)).build());
  }

  private static Fixture toolStream() {
    byte[] body =
        new StreamBytes()
            .event("messageStart", "{\"role\":\"assistant\"}")
            .event("contentBlockStart", start(0, "{\"toolUseId\":\"a\",\"name\":\"f\"}"))
            .event("contentBlockDelta", delta(0, "{\"toolUse\":{\"input\":\"{\\\"x\\\":\"}}"))
            .event("contentBlockDelta", delta(0, "{\"toolUse\":{\"input\":\"1}\"}}"))
            .event("contentBlockStop", "{\"contentBlockIndex\":0}")
            .event("contentBlockStart", start(1, "{\"toolUseId\":\"b\",\"name\":\"g\"}"))
            .event("contentBlockStop", "{\"contentBlockIndex\":1}")
            .event("messageStop", "{\"stopReason\":\"tool_use\"}")
            .event("metadata", metadata())
            .toBytes();
    AnswerBuilder answer = new AnswerBuilder();
    answer
        .choice(0)
        .call(0, "a", "f", "{\"x\":1}")
        .call(1, "b", "g", "{}")
        .finish(FinishReason.TOOL_CALL, "tool_use");
    Answer expected = answer.usage(Usage.of(2, 3)).build();
    return new Fixture("two calls, one without arguments", STREAM, true, body, expected);
  }

  private static Fixture brokenStream() {
    byte[] body =
        new StreamBytes()
            .event("messageStart", "{\"role\":\"assistant\"}")
            .event("contentBlockDelta", delta(0, "{\"text\":\"Once upon\"}"))
            .exception("throttlingException", "{\"message\":\"Too many tokens, please wait.\"}")
            .toBytes();
    AnswerBuilder answer = new AnswerBuilder();
    answer.choice(0).text("Once upon");
    return new Fixture(
        "an exception in the stream", STREAM, true, body, answer.failed(true).build());
  }

  static String delta(int index, String delta) {
    return "{\"contentBlockIndex\":" + index + ",\"delta\":" + delta + "}";
  }

  static String start(int index, String call) {
    return "{\"contentBlockIndex\":" + index + ",\"start\":{\"toolUse\":" + call + "}}";
  }

  static String metadata() {
    return "{\"usage\":{\"inputTokens\":2,\"outputTokens\":3,\"totalTokens\":5},"
        + "\"metrics\":{\"latencyMs\":9}}";
  }

  /**
   * Whole, a call's input is JSON, so that a model's babble can only be a text; streamed, it is
   * text.
   */
  static Fixture calling(String arguments, boolean stream) {
    String quoted = JsonText.quote(arguments);
    AnswerBuilder answer = new AnswerBuilder().usage(Usage.of(2, 3));
    answer
        .choice(0)
        .call(0, "a", "f", stream ? arguments : quoted)
        .finish(FinishReason.TOOL_CALL, "tool_use");
    if (!stream) {
      String body =
          "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"toolUse\":{\"toolUseId\":\"a\","
              + "\"name\":\"f\",\"input\":"
              + quoted
              + "}}]}},\"stopReason\":\"tool_use\","
              + metadata().substring(1);
      return Fixture.of("call", JSON, false, body, answer.build());
    }
    byte[] body =
        new StreamBytes()
            .event("messageStart", "{\"role\":\"assistant\"}")
            .event("contentBlockStart", start(0, "{\"toolUseId\":\"a\",\"name\":\"f\"}"))
            .event("contentBlockDelta", delta(0, "{\"toolUse\":{\"input\":" + quoted + "}}"))
            .event("contentBlockStop", "{\"contentBlockIndex\":0}")
            .event("messageStop", "{\"stopReason\":\"tool_use\"}")
            .event("metadata", metadata())
            .toBytes();
    return new Fixture("call", STREAM, true, body, answer.build());
  }
}
