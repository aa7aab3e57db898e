package cambio.dialect.responses;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.testkit.Answer;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Fixture;
import cambio.wire.JsonText;
import java.util.List;
import java.util.function.Consumer;

/** Responses written by hand from the published API. */
final class ResponsesFixtures {

  private static final String USAGE =
      "{\"input_tokens\":9,\"input_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":2},"
          + "\"output_tokens\":3,\"output_tokens_details\":{\"reasoning_tokens\":1},"
          + "\"total_tokens\":12}";

  private ResponsesFixtures() {}

  static List<Fixture> all() {
    return List.of(
        text(),
        body(),
        reasoningAndCalls(),
        wholeItemsOnly(),
        partsCountedAcross(),
        refusal(),
        cited(),
        incomplete(),
        filtered(),
        failed(),
        errorEvent(),
        errorBody(),
        customCall(),
        image());
  }

  private static Answer answer(Consumer<AnswerBuilder> filling) {
    AnswerBuilder builder = new AnswerBuilder();
    filling.accept(builder);
    return builder.build();
  }

  private static Usage usage() {
    return new Usage(9, 4, 2, 0, 3, 1, 0, 0, 0, 0, 0, 0);
  }

  private static Fixture stream(String name, Answer answer, String... events) {
    StringBuilder body = new StringBuilder();
    for (String event : events) {
      String type = event.replaceFirst("^.*?\"type\":\"([^\"]*)\".*$", "$1");
      body.append("event: ").append(type).append("\ndata: ").append(event).append("\n\n");
    }
    return Fixture.of(name, "text/event-stream; charset=utf-8", true, body.toString(), answer);
  }

  private static String created() {
    return "{\"type\":\"response.created\",\"response\":{\"id\":\"r1\",\"model\":\"m\","
        + "\"status\":\"in_progress\",\"error\":null,\"output\":[],\"usage\":null}}";
  }

  private static String ended(String type, String members) {
    return "{\"type\":\"response."
        + type
        + "\",\"response\":{\"id\":\"r1\",\"model\":\"m\","
        + "\"status\":\""
        + type
        + "\","
        + members
        + "}}";
  }

  private static String added(int index, String item) {
    return "{\"type\":\"response.output_item.added\",\"output_index\":"
        + index
        + ",\"item\":"
        + item
        + "}";
  }

  private static String done(int index, String item) {
    return "{\"type\":\"response.output_item.done\",\"output_index\":"
        + index
        + ",\"item\":"
        + item
        + "}";
  }

  private static String delta(String type, int index, String text) {
    return "{\"type\":\"response."
        + type
        + ".delta\",\"output_index\":"
        + index
        + ",\"content_index\":0,\"summary_index\":0,\"item_id\":\"i"
        + index
        + "\",\"delta\":\""
        + text
        + "\"}";
  }

  private static String message(String text) {
    return "{\"type\":\"message\",\"id\":\"i0\",\"role\":\"assistant\",\"status\":\"completed\","
        + "\"content\":[{\"type\":\"output_text\",\"text\":\""
        + text
        + "\",\"annotations\":[]}]}";
  }

  private static Fixture text() {
    return stream(
        "text in pieces",
        answer(a -> {
          a.choice(0).text("Olá 🌍").logprobs(1).finish(FinishReason.STOP, "completed");
          a.usage(usage());
        }),
        created(),
        added(0, "{\"type\":\"message\",\"id\":\"i0\",\"content\":[]}"),
        delta("output_text", 0, "Olá "),
        "{\"delta\":\"\\ud83c\",\"output_index\":0,\"content_index\":0,\"item_id\":\"i0\","
            + "\"logprobs\":[{\"token\":\"x\",\"logprob\":-0.5,\"top_logprobs\":[]}],"
            + "\"type\":\"response.output_text.delta\"}",
        delta("output_text", 0, "\\udf0d"),
        "{\"type\":\"response.output_text.done\",\"output_index\":0,\"content_index\":0,"
            + "\"item_id\":\"i0\",\"text\":\"Olá \\ud83c\\udf0d\"}",
        "{\"type\":\"response.novelty\",\"output_index\":0,\"delta\":\"?\"}",
        done(0, message("Olá \\ud83c\\udf0d")),
        ended(
            "completed", "\"output\":[" + message("Olá \\ud83c\\udf0d") + "],\"usage\":" + USAGE));
  }

  private static Fixture body() {
    return Fixture.of(
        "whole response",
        "application/json",
        false,
        "{\"id\":\"r1\",\"object\":\"response\",\"status\":\"completed\",\"error\":null,"
            + "\"model\":\"m\",\"output\":[{\"type\":\"reasoning\",\"id\":\"rs\",\"summary\":"
            + "[{\"type\":\"summary_text\",\"text\":\"so\"}],\"encrypted_content\":\"blob\"},"
            + message("hi")
            + ",{\"type\":\"web_search_call\",\"id\":\"ws\",\"status\":\"completed\"}],"
            + "\"usage\":"
            + USAGE
            + "}",
        answer(a -> {
          a.choice(0).reasoning("so").signature("blob").text("hi");
          a.choice(0).finish(FinishReason.STOP, "completed");
          a.usage(usage());
        }));
  }

  private static Fixture reasoningAndCalls() {
    return stream(
        "reasoning and parallel calls in pieces",
        answer(a ->
            a.choice(0)
                .reasoning("thinktwice")
                .signature("final")
                .call(0, "c1", "add", "{\"x\":1}")
                .call(1, "c2", "sub", "{}")
                .finish(FinishReason.TOOL_CALL, "completed")),
        created(),
        added(
            0,
            "{\"type\":\"reasoning\",\"id\":\"i0\",\"summary\":[],"
                + "\"encrypted_content\":\"early\"}"),
        delta("reasoning_summary_text", 0, "think"),
        "{\"type\":\"response.reasoning_summary_text.delta\",\"output_index\":0,"
            + "\"summary_index\":1,\"item_id\":\"i0\",\"delta\":\"twice\"}",
        done(
            0,
            "{\"type\":\"reasoning\",\"id\":\"i0\",\"summary\":[{\"text\":\"think\"},"
                + "{\"text\":\"twice\"}],\"encrypted_content\":\"final\"}"),
        added(
            1,
            "{\"type\":\"function_call\",\"id\":\"i1\",\"call_id\":\"c1\",\"name\":\"add\","
                + "\"arguments\":\"\"}"),
        added(
            2,
            "{\"type\":\"function_call\",\"id\":\"i2\",\"call_id\":\"c2\",\"name\":\"sub\","
                + "\"arguments\":\"\"}"),
        delta("function_call_arguments", 1, "{\\\"x\\\""),
        delta("function_call_arguments", 2, "{}"),
        delta("function_call_arguments", 1, ":1}"),
        done(
            1,
            "{\"type\":\"function_call\",\"id\":\"i1\",\"call_id\":\"c1\",\"name\":\"add\","
                + "\"arguments\":\"{\\\"x\\\":1}\"}"),
        done(
            2,
            "{\"type\":\"function_call\",\"id\":\"i2\",\"call_id\":\"c2\",\"name\":\"sub\","
                + "\"arguments\":\"{}\"}"),
        ended("completed", "\"output\":[]"));
  }

  private static Fixture wholeItemsOnly() {
    return stream(
        "items that come whole, one of them in the last event only",
        answer(a ->
            a.choice(0)
                .text("hi")
                .call(0, "c1", "add", "{}")
                .finish(FinishReason.TOOL_CALL, "completed")),
        created(),
        done(0, message("hi")),
        ended(
            "completed",
            "\"output\":["
                + message("hi")
                + ",{\"type\":\"function_call\",\"id\":\"i1\",\"call_id\":\"c1\",\"name\":\"add\","
                + "\"arguments\":\"{}\"}]"));
  }

  private static Fixture partsCountedAcross() {
    return stream(
        "a part whose index is not its place in the item",
        answer(a -> a.choice(0).text("hi").finish(FinishReason.STOP, "completed")),
        created(),
        "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":1,"
            + "\"item_id\":\"i0\",\"delta\":\"hi\"}",
        done(0, message("hi")),
        ended("completed", "\"output\":[" + message("hi") + "]"));
  }

  private static Fixture refusal() {
    return stream(
        "a refusal",
        answer(a -> a.choice(0).refusal("No.").finish(FinishReason.STOP, "completed")),
        created(),
        delta("refusal", 0, "No"),
        delta("refusal", 0, "."),
        done(
            0,
            "{\"type\":\"message\",\"id\":\"i0\",\"content\":[{\"type\":\"refusal\","
                + "\"refusal\":\"No.\"}]}"),
        ended("completed", "\"output\":[]"));
  }

  private static Fixture cited() {
    String mark = "{\"type\":\"url_citation\",\"url\":\"https://a.example\",\"start_index\":0}";
    return stream(
        "citations, one of them in the whole item only",
        answer(a ->
            a.choice(0)
                .text("hi")
                .annotation()
                .annotation()
                .finish(FinishReason.STOP, "completed")),
        created(),
        delta("output_text", 0, "hi"),
        "{\"type\":\"response.output_text.annotation.added\",\"output_index\":0,"
            + "\"content_index\":0,\"annotation_index\":0,\"item_id\":\"i0\",\"annotation\":"
            + mark
            + "}",
        done(
            0,
            "{\"type\":\"message\",\"id\":\"i0\",\"content\":[{\"type\":\"output_text\","
                + "\"text\":\"hi\",\"annotations\":["
                + mark
                + ","
                + mark
                + "]}]}"),
        ended("completed", "\"output\":[]"));
  }

  private static Fixture incomplete() {
    return stream(
        "cut at the limit",
        answer(a -> a.choice(0).text("on and").finish(FinishReason.LENGTH, "max_output_tokens")),
        created(),
        delta("output_text", 0, "on and"),
        ended(
            "incomplete",
            "\"incomplete_details\":{\"reason\":\"max_output_tokens\"}," + "\"output\":[]"));
  }

  private static Fixture filtered() {
    return Fixture.of(
        "cut by a filter",
        "application/json",
        false,
        "{\"id\":\"r1\",\"status\":\"incomplete\",\"output\":[],"
            + "\"incomplete_details\":{\"reason\":\"content_filter\"}}",
        answer(a -> a.choice(0).finish(FinishReason.CONTENT_FILTER, "content_filter")));
  }

  private static Fixture failed() {
    return stream(
        "failed after it had begun",
        answer(a -> {
          a.choice(0).text("hi");
          a.failed(true);
        }),
        created(),
        delta("output_text", 0, "hi"),
        ended(
            "failed",
            "\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"},"
                + "\"output\":[]"));
  }

  private static Fixture errorEvent() {
    return stream(
        "an error event",
        answer(a -> a.failed(true)),
        created(),
        "{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"sorry\",\"param\":null}");
  }

  private static Fixture errorBody() {
    return Fixture.of(
        "200 with an error",
        "application/json",
        false,
        "{\"error\":{\"message\":\"no\",\"type\":\"server_error\",\"code\":null}}",
        answer(a -> a.failed(true)));
  }

  private static Fixture customCall() {
    return stream(
        "a custom tool's call",
        answer(a ->
            a.choice(0).call(0, "c1", "calc", "4 + 4").finish(FinishReason.TOOL_CALL, "completed")),
        created(),
        added(
            0,
            "{\"type\":\"custom_tool_call\",\"id\":\"i0\",\"call_id\":\"c1\","
                + "\"name\":\"calc\",\"input\":\"\"}"),
        delta("custom_tool_call_input", 0, "4 + "),
        delta("custom_tool_call_input", 0, "4"),
        ended("completed", "\"output\":[]"));
  }

  private static Fixture image() {
    return Fixture.of(
        "an image",
        "application/json",
        false,
        "{\"id\":\"r1\",\"status\":\"completed\",\"output\":[{\"type\":\"image_generation_call\","
            + "\"id\":\"ig\",\"result\":\"aGk=\",\"output_format\":\"webp\"}]}",
        answer(a -> a.choice(0).media(4).finish(FinishReason.STOP, "completed")));
  }

  /** Arguments are text on this wire, in a stream and whole. */
  static Fixture calling(String arguments, boolean stream) {
    String quoted = JsonText.quote(arguments);
    Answer said =
        answer(a ->
            a.choice(0).call(0, "c", "f", arguments).finish(FinishReason.TOOL_CALL, "completed"));
    String call =
        "{\"type\":\"function_call\",\"id\":\"i0\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":";
    String output = "\"output\":[" + call + quoted + "}]";
    if (stream) {
      return stream(
          "call",
          said,
          created(),
          added(0, call + "\"\"}"),
          delta("function_call_arguments", 0, quoted.substring(1, quoted.length() - 1)),
          done(0, call + quoted + "}"),
          ended("completed", output));
    }
    String body = "{\"id\":\"r1\",\"status\":\"completed\"," + output + "}";
    return Fixture.of("call", "application/json", false, body, said);
  }
}
