package cambio.dialect.openai;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.testkit.Answer;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Fixture;
import cambio.wire.JsonText;
import java.util.List;
import java.util.function.Consumer;

/** Responses written by hand from the published API and from its speakers' documentation. */
final class ChatFixtures {

  private ChatFixtures() {}

  static List<Fixture> all() {
    return List.of(
        text(),
        body(),
        parallelCalls(),
        callsWithoutIndex(),
        reasoning(),
        refusal(),
        twoChoices(),
        errorInStream(),
        unmarkedEnd(),
        carriageReturns(),
        argumentsAsObject(),
        sealedCall());
  }

  private static Answer answer(Consumer<AnswerBuilder> filling) {
    AnswerBuilder builder = new AnswerBuilder();
    filling.accept(builder);
    return builder.build();
  }

  private static Fixture stream(String name, Answer answer, String... events) {
    return Fixture.of(
        name, "text/event-stream", true, String.join("\n\n", events) + "\n\n", answer);
  }

  private static String chunk(String delta, String finish) {
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}]}";
  }

  private static Fixture text() {
    return stream(
        "text with usage chunk",
        answer(a -> {
          a.choice(0).text("Olá 🌍").finish(FinishReason.STOP, "stop");
          a.usage(new Usage(9, 4, 0, 0, 3, 1, 0, 0, 0, 0, 0, 0));
        }),
        ": ping",
        chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
        chunk("{\"content\":\"Olá \"}", "null"),
        chunk("{\"content\":\"\\ud83c\"}", "null"),
        chunk("{\"content\":\"\\udf0d\"}", "null"),
        chunk("{}", "\"stop\""),
        "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,"
            + "\"total_tokens\":12,\"prompt_tokens_details\":{\"cached_tokens\":4},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":1}}}",
        "data: [DONE]");
  }

  private static Fixture body() {
    return Fixture.of(
        "whole completion",
        "application/json",
        false,
        "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
            + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\",\"refusal\":null,"
            + "\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"u\"}}]},"
            + "\"logprobs\":{\"content\":[{\"token\":\"hi\",\"logprob\":-0.5,\"bytes\":[104,105],"
            + "\"top_logprobs\":[{\"token\":\"hi\",\"logprob\":-0.5,\"bytes\":null}]}]},"
            + "\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":5,"
            + "\"completion_tokens\":1,\"total_tokens\":6}}",
        answer(a -> {
          a.choice(0).text("hi").annotation().logprobs(1).finish(FinishReason.LENGTH, "length");
          a.usage(Usage.of(5, 1));
        }));
  }

  private static Fixture parallelCalls() {
    return stream(
        "parallel calls in pieces, one id repeated, two calls at one index",
        answer(a ->
            a.choice(0)
                .call(0, "a", "add", "{\"x\":1}")
                .call(1, "b", "sub", "{}")
                .call(2, "c", "mul", "{\"y\":2}")
                .finish(FinishReason.TOOL_CALL, "tool_calls")),
        chunk(
            "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"add\",\"arguments\":\"\"}}]}",
            "null"),
        chunk(
            "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{\\\"x\\\"\"}}]}",
            "null"),
        chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]}", "null"),
        chunk(
            "{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"sub\","
                + "\"arguments\":\"{}\"}}]}",
            "null"),
        chunk(
            "{\"tool_calls\":[{\"index\":1,\"id\":\"c\",\"function\":{\"name\":\"mul\","
                + "\"arguments\":\"{\\\"y\\\":2}\"}}]}",
            "null"),
        chunk("{}", "\"tool_calls\""),
        "data: [DONE]");
  }

  private static Fixture callsWithoutIndex() {
    return stream(
        "calls without index",
        answer(a ->
            a.choice(0)
                .call(0, "a", "f", "{}")
                .call(1, "b", "g", "{\"z\":0}")
                .finish(FinishReason.TOOL_CALL, null)),
        chunk(
            "{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                + "{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"z\\\"\"}}]}",
            "null"),
        chunk("{\"tool_calls\":[{\"function\":{\"arguments\":\":0}\"}}]}", "null"),
        "data: [DONE]");
  }

  private static Fixture argumentsAsObject() {
    return Fixture.of(
        "arguments as an object",
        "application/json",
        false,
        "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\","
            + "\"arguments\":{\"b\" : 1.0,\"a\":[]}}}]},\"finish_reason\":\"tool_calls\"}]}",
        answer(a ->
            a.choice(0)
                .call(0, "a", "f", "{\"b\" : 1.0,\"a\":[]}")
                .finish(FinishReason.TOOL_CALL, "tool_calls")));
  }

  private static Fixture sealedCall() {
    return stream(
        "a call with a seal",
        answer(a ->
            a.choice(0)
                .call(0, "a", "f", "{}")
                .signature("seal")
                .finish(FinishReason.TOOL_CALL, "tool_calls")),
        chunk(
            "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"extra_content\":{\"acme\":"
                + "{\"thought_signature\":\"seal\"}},\"function\":{\"name\":\"f\","
                + "\"arguments\":\"{}\"}}]}",
            "\"tool_calls\""),
        "data: [DONE]");
  }

  private static Fixture reasoning() {
    return stream(
        "reasoning under all its names",
        answer(a ->
            a.choice(0)
                .reasoning("abcd")
                .signature("sigblob")
                .text("x")
                .finish(FinishReason.STOP, "end_turn")),
        chunk("{\"reasoning_content\":\"a\"}", "null"),
        chunk("{\"reasoning\":\"b\"}", "null"),
        chunk(
            "{\"reasoning\":\"c\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"c\","
                + "\"index\":0,\"format\":\"f\"}]}",
            "null"),
        chunk(
            "{\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":\"d\",\"index\":1},"
                + "{\"type\":\"reasoning.text\",\"signature\":\"sig\",\"index\":0},"
                + "{\"type\":\"reasoning.encrypted\",\"data\":\"blob\",\"id\":\"r\",\"index\":2}]}",
            "null"),
        "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},"
            + "\"finish_reason\":\"stop\",\"native_finish_reason\":\"end_turn\"}]}",
        "data: [DONE]");
  }

  private static Fixture refusal() {
    return stream(
        "refusal",
        answer(a -> a.choice(0).refusal("I cannot.").finish(FinishReason.STOP, "stop")),
        chunk("{\"role\":\"assistant\",\"content\":null,\"refusal\":\"I \"}", "null"),
        chunk("{\"refusal\":\"cannot.\"}", "\"stop\""),
        "data: [DONE]");
  }

  private static Fixture twoChoices() {
    String second = chunk("{\"content\":\"B\"}", "\"content_filter\"");
    return stream(
        "two choices",
        answer(a -> {
          a.choice(0).text("A").finish(FinishReason.STOP, "stop");
          a.choice(1).text("B").finish(FinishReason.CONTENT_FILTER, "content_filter");
        }),
        chunk("{\"content\":\"\"}", "null")
            .replace("}]}", "},{\"index\":1,\"delta\":{\"content\":\"\"}}]}"),
        chunk("{\"content\":\"A\"}", "\"stop\""),
        second.replace("\"index\":0", "\"index\":1"),
        "data: [DONE]");
  }

  private static Fixture errorInStream() {
    return stream(
        "error in the stream",
        answer(a -> {
          a.choice(0).text("half");
          a.failed(true);
        }),
        chunk("{\"content\":\"half\"}", "null"),
        "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\",\"code\":503},"
            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}",
        chunk("{\"content\":\"never\"}", "\"stop\""),
        "data: [DONE]");
  }

  private static Fixture unmarkedEnd() {
    return stream(
        "end without a mark, usage in the last choice",
        answer(a -> {
          a.choice(0).text("ok").finish(FinishReason.STOP, "stop");
          a.usage(Usage.of(2, 1));
        }),
        chunk("{\"content\":\"ok\"}", "null"),
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\",\"usage\":"
            + "{\"prompt_tokens\":2,\"completion_tokens\":1,\"total_tokens\":3}}]}");
  }

  private static Fixture carriageReturns() {
    return Fixture.of(
        "carriage returns and a byte order mark",
        "text/event-stream; charset=utf-8",
        true,
        "\ufeffevent: message\r\n"
            + chunk("{\"content\":\"ok\"}", "\"stop\"")
                .replace(",\"created\"", ",\r\ndata: \"created\"")
            + "\r\rdata:[DONE]\r\r",
        answer(a -> a.choice(0).text("ok").finish(FinishReason.STOP, "stop")));
  }

  /** Arguments are text on this wire, in a stream and whole. */
  static Fixture calling(String arguments, boolean stream) {
    Answer said =
        answer(a ->
            a.choice(0).call(0, "a", "f", arguments).finish(FinishReason.TOOL_CALL, "tool_calls"));
    String calls =
        "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\","
            + "\"arguments\":"
            + JsonText.quote(arguments)
            + "}}]}";
    if (stream) {
      return stream("call", said, chunk(calls, "\"tool_calls\""), "data: [DONE]");
    }
    String body = "{\"choices\":[{\"message\":" + calls + ",\"finish_reason\":\"tool_calls\"}]}";
    return Fixture.of("call", "application/json", false, body, said);
  }
}
