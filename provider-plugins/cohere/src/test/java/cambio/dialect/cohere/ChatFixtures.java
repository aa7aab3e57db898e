package cambio.dialect.cohere;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.testkit.Answer;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Fixture;
import cambio.wire.JsonText;
import java.util.List;

/** Responses written by hand after the provider's documentation. */
final class ChatFixtures {

  private static final String USAGE =
      """
      {"billed_units":{"input_tokens":20,"output_tokens":9},\
      "tokens":{"input_tokens":120,"output_tokens":15,"reasoning_tokens":4},"cached_tokens":112}\
      """;

  private static final Usage COUNTED = new Usage(20, 12, 0, 0, 9, 4, 0, 0, 0, 0, 0, 0);

  private static final String CITATION =
      """
      {"start":0,"end":5,"text":"Grüße","type":"TEXT_CONTENT","sources":[{"type":"document",\
      "id":"d","document":{"title":"T","url":"https://e.invalid/"}}]}\
      """;

  private ChatFixtures() {}

  static List<Fixture> all() {
    return List.of(wholeAnswer(), wholeCalls(), streamedAnswer(), streamedCalls(), brokenOff());
  }

  private static Fixture wholeAnswer() {
    AnswerBuilder answer = new AnswerBuilder().usage(COUNTED);
    answer.choice(0).reasoning("Hm.").text("Grüße 🙂").annotation().logprobs(1);
    answer.choice(0).finish(FinishReason.STOP, "COMPLETE");
    return json(
        "whole answer",
        """
        {"id":"c1","message":{"role":"assistant","content":[{"type":"thinking","thinking":"Hm."},\
        {"type":"text","text":"Grüße 🙂"}],"citations":[%s]},"finish_reason":"COMPLETE",\
        "logprobs":[{"text":"Grüße","token_ids":[1,2],"logprobs":[-0.5,-0.25]}],"usage":%s}\
        """
            .formatted(CITATION, USAGE),
        answer.build());
  }

  private static Fixture wholeCalls() {
    AnswerBuilder answer = new AnswerBuilder().usage(COUNTED);
    answer.choice(0).reasoning("Plan.").call(0, "a", "f", "{\"x\":1}").call(1, "b", "g", "{}");
    answer.choice(0).finish(FinishReason.TOOL_CALL, "TOOL_CALL");
    return json(
        "whole calls",
        """
        {"id":"c2","message":{"role":"assistant","tool_plan":"Plan.","tool_calls":[\
        {"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},\
        {"id":"b","type":"function","function":{"name":"g","arguments":""}}]},\
        "finish_reason":"TOOL_CALL","usage":%s}\
        """
            .formatted(USAGE),
        answer.build());
  }

  private static Fixture streamedAnswer() {
    AnswerBuilder answer = new AnswerBuilder().usage(COUNTED);
    answer.choice(0).reasoning("Hm.").text("Grüße 🙂").annotation().logprobs(1);
    answer.choice(0).finish(FinishReason.LENGTH, "MAX_TOKENS");
    return sse(
        "streamed answer",
        answer.build(),
        "{\"type\":\"message-start\",\"id\":\"c3\",\"delta\":{\"message\":{\"role\":\"assistant\","
            + "\"content\":[],\"tool_plan\":\"\",\"tool_calls\":[],\"citations\":[]}}}",
        content("start", 0, "{\"type\":\"thinking\",\"thinking\":\"\"}"),
        content("delta", 0, "{\"thinking\":\"Hm.\"}"),
        "{\"type\":\"content-end\",\"index\":0}",
        content("start", 1, "{\"type\":\"text\",\"text\":\"\"}"),
        "{\"type\":\"content-delta\",\"index\":1,\"delta\":{\"message\":{\"content\":"
            + "{\"text\":\"Grüße\"}}},\"logprobs\":{\"text\":\"Grüße\",\"token_ids\":[1],"
            + "\"logprobs\":[-0.5]}}",
        "{\"type\":\"citation-start\",\"index\":0,\"delta\":{\"message\":{\"citations\":"
            + CITATION
            + "}}}",
        "{\"type\":\"citation-end\",\"index\":0}",
        content("delta", 1, "{\"text\":\" 🙂\"}"),
        "{\"type\":\"content-end\",\"index\":1}",
        end("MAX_TOKENS"));
  }

  private static Fixture streamedCalls() {
    AnswerBuilder answer = new AnswerBuilder().usage(COUNTED);
    answer.choice(0).reasoning("I will.").call(0, "a", "f", "{\"x\":1}").call(1, "b", "g", "{}");
    answer.choice(0).finish(FinishReason.TOOL_CALL, "TOOL_CALL");
    return sse(
        "streamed calls",
        answer.build(),
        "{\"type\":\"message-start\",\"id\":\"c4\",\"delta\":{\"message\":{\"role\":\"assistant\"}}}",
        "{\"type\":\"tool-plan-delta\",\"delta\":{\"message\":{\"tool_plan\":\"I\"}}}",
        "{\"type\":\"tool-plan-delta\",\"delta\":{\"message\":{\"tool_plan\":\" will.\"}}}",
        call(
            "start",
            0,
            "{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                + "\"arguments\":\"\"}}"),
        call("delta", 0, "{\"function\":{\"arguments\":\"{\\\"x\\\"\"}}"),
        call("delta", 0, "{\"function\":{\"arguments\":\":1}\"}}"),
        "{\"type\":\"tool-call-end\",\"index\":0}",
        call(
            "start",
            1,
            "{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\","
                + "\"arguments\":\"\"}}"),
        "{\"type\":\"tool-call-end\",\"index\":1}",
        end("TOOL_CALL"));
  }

  private static Fixture brokenOff() {
    AnswerBuilder answer = new AnswerBuilder().failed(true);
    answer.choice(0).text("So");
    return sse(
        "broken off",
        answer.build(),
        "{\"type\":\"message-start\",\"id\":\"c5\",\"delta\":{\"message\":{\"role\":\"assistant\"}}}",
        content("start", 0, "{\"type\":\"text\",\"text\":\"So\"}"),
        "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\",\"error\":\"broke\"}}");
  }

  private static String content(String step, int index, String content) {
    return "{\"type\":\"content-%s\",\"index\":%d,\"delta\":{\"message\":{\"content\":%s}}}"
        .formatted(step, index, content);
  }

  private static String call(String step, int index, String call) {
    return "{\"type\":\"tool-call-%s\",\"index\":%d,\"delta\":{\"message\":{\"tool_calls\":%s}}}"
        .formatted(step, index, call);
  }

  private static String end(String reason) {
    return "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"%s\",\"usage\":%s}}"
        .formatted(reason, USAGE);
  }

  private static Fixture json(String name, String body, Answer answer) {
    return Fixture.of(name, "application/json", false, body, answer);
  }

  private static Fixture sse(String name, Answer answer, String... events) {
    StringBuilder body = new StringBuilder();
    for (String event : events) {
      String type = event.substring(9, event.indexOf('"', 9));
      body.append("event: ").append(type).append("\ndata: ").append(event).append("\n\n");
    }
    body.append("data: [DONE]\n\n");
    return Fixture.of(name, "text/event-stream", true, body.toString(), answer);
  }

  /** Arguments are text on this wire, in a stream and whole. */
  static Fixture calling(String arguments, boolean stream) {
    AnswerBuilder answer = new AnswerBuilder().usage(COUNTED);
    answer.choice(0).call(0, "a", "f", arguments).finish(FinishReason.TOOL_CALL, "TOOL_CALL");
    String quoted = JsonText.quote(arguments);
    String function = "\"function\":{\"name\":\"f\",\"arguments\":";
    if (!stream) {
      String calls = "{\"id\":\"a\",\"type\":\"function\"," + function + quoted + "}}";
      String message = "{\"id\":\"c\",\"message\":{\"tool_calls\":[" + calls + "]},";
      String end = "\"finish_reason\":\"TOOL_CALL\",\"usage\":" + USAGE + "}";
      return json("call", message + end, answer.build());
    }
    return sse(
        "call",
        answer.build(),
        "{\"type\":\"message-start\",\"id\":\"c\",\"delta\":{\"message\":{\"role\":\"assistant\"}}}",
        call("start", 0, "{\"id\":\"a\"," + function + "\"\"}}"),
        call("delta", 0, "{\"function\":{\"arguments\":" + quoted + "}}"),
        "{\"type\":\"tool-call-end\",\"index\":0}",
        end("TOOL_CALL"));
  }
}
