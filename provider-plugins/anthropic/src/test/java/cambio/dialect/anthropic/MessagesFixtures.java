package cambio.dialect.anthropic;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Fixture;
import cambio.wire.JsonText;
import cambio.wire.StructuredOutput;
import java.util.List;

/** Hand-written responses that show every kind of event. */
final class MessagesFixtures {

  private static final String SSE = "text/event-stream; charset=utf-8";
  private static final String JSON = "application/json";

  private MessagesFixtures() {}

  static List<Fixture> all() {
    return List.of(
        text(), thinkingAndTools(), opaque(), emulated(), whole(), overloaded(), refused());
  }

  /** One event with its name, as the provider writes them. */
  static String event(String json) {
    String type = json.replaceFirst("^.*?\"type\":\"([a-z_]+)\".*$", "$1");
    return "event: " + type + "\ndata: " + json + "\n\n";
  }

  private static String stream(String... events) {
    StringBuilder body = new StringBuilder();
    for (String json : events) {
      body.append(event(json));
    }
    return body.toString();
  }

  private static String start(String usage) {
    return "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":"
        + "\"assistant\",\"model\":\"claude-x\",\"content\":[],\"stop_reason\":null,\"usage\":"
        + usage
        + "}}";
  }

  private static String delta(int index, String delta) {
    return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + delta + "}";
  }

  private static String begin(int index, String block) {
    return "{\"type\":\"content_block_start\",\"index\":"
        + index
        + ",\"content_block\":"
        + block
        + "}";
  }

  private static String stop(int index) {
    return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
  }

  private static String end(String reason, String usage) {
    return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
        + reason
        + "\",\"stop_sequence\":null},\"usage\":"
        + usage
        + "}";
  }

  private static final String STOP = "{\"type\":\"message_stop\"}";

  private static Fixture text() {
    AnswerBuilder answer = new AnswerBuilder().usage(usage(175, 100, 50, 20, 12, 0));
    answer.choice(0).text("Hé\uD83D\uDE00llo.").annotation().finish(FinishReason.STOP, "end_turn");
    return Fixture.of(
        "text with cache counts and a citation",
        SSE,
        true,
        stream(
            start(
                "{\"input_tokens\":25,\"cache_read_input_tokens\":100,"
                    + "\"cache_creation_input_tokens\":50,\"cache_creation\":"
                    + "{\"ephemeral_5m_input_tokens\":30,\"ephemeral_1h_input_tokens\":20},"
                    + "\"output_tokens\":1}"),
            begin(0, "{\"type\":\"text\",\"text\":\"\"}"),
            "{\"type\":\"ping\"}",
            delta(0, "{\"type\":\"text_delta\",\"text\":\"Hé\uD83D\uDE00\"}"),
            delta(
                0,
                "{\"type\":\"citations_delta\",\"citation\":{\"type\":\"web_search_result_location\","
                    + "\"url\":\"https://host.invalid/\",\"title\":\"T\",\"cited_text\":\"c\"}}"),
            "{\"type\":\"something_new\",\"x\":[1]}",
            delta(0, "{\"type\":\"text_delta\",\"text\":\"llo.\"}"),
            stop(0),
            end("end_turn", "{\"output_tokens\":12}"),
            STOP),
        answer.build());
  }

  private static Fixture thinkingAndTools() {
    AnswerBuilder answer = new AnswerBuilder().usage(usage(10, 0, 0, 0, 40, 9));
    answer
        .choice(0)
        .reasoning("Let me see.")
        .signature("c2lnUkVEQUNURUQ=")
        .text("Calling.")
        .call(0, "toolu_1", "add", "{\"a\": 1}")
        .call(1, "toolu_2", "now", "{}")
        .finish(FinishReason.TOOL_CALL, "tool_use");
    return Fixture.of(
        "thinking, redacted thinking and two calls",
        SSE,
        true,
        stream(
            start("{\"input_tokens\":10,\"output_tokens\":2}"),
            begin(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
            delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"Let me see.\"}"),
            delta(0, "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}"),
            stop(0),
            begin(1, "{\"type\":\"redacted_thinking\",\"data\":\"UkVEQUNURUQ=\"}"),
            stop(1),
            begin(2, "{\"type\":\"text\",\"text\":\"\"}"),
            delta(2, "{\"type\":\"text_delta\",\"text\":\"Calling.\"}"),
            stop(2),
            begin(3, "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"add\",\"input\":{}}"),
            delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
            delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\"\"}"),
            delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\": 1}\"}"),
            stop(3),
            begin(4, "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"now\",\"input\":{}}"),
            delta(4, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
            stop(4),
            end(
                "tool_use",
                "{\"input_tokens\":10,\"output_tokens\":40,"
                    + "\"output_tokens_details\":{\"thinking_tokens\":9}}"),
            STOP),
        answer.build());
  }

  private static Fixture opaque() {
    AnswerBuilder answer = new AnswerBuilder().usage(Usage.of(5, 6));
    answer.choice(0).text("ok").finish(FinishReason.STOP, "pause_turn");
    return Fixture.of(
        "a server tool",
        SSE,
        true,
        stream(
            start("{\"input_tokens\":5,\"output_tokens\":1}"),
            begin(
                0,
                "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\","
                    + "\"input\":{}}"),
            delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"query\\\":\"}"),
            delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"x\\\"}\"}"),
            stop(0),
            begin(
                1,
                "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"srvtoolu_1\",\"content\":[]}"),
            stop(1),
            begin(2, "{\"type\":\"text\",\"text\":\"ok\"}"),
            stop(2),
            end("pause_turn", "{\"output_tokens\":6}"),
            STOP),
        answer.build());
  }

  private static Fixture emulated() {
    AnswerBuilder answer = new AnswerBuilder().usage(Usage.of(5, 6));
    answer.choice(0).text("{\"n\":1}").finish(FinishReason.STOP, "tool_use");
    return Fixture.of(
        "an emulated output format",
        SSE,
        true,
        stream(
            start("{\"input_tokens\":5,\"output_tokens\":1}"),
            begin(
                0,
                "{\"type\":\"tool_use\",\"id\":\"toolu_9\",\"name\":\""
                    + StructuredOutput.TOOL
                    + "\",\"input\":{}}"),
            delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"n\\\"\"}"),
            delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\":1}\"}"),
            stop(0),
            end("tool_use", "{\"output_tokens\":6}"),
            STOP),
        answer.build());
  }

  private static Fixture whole() {
    AnswerBuilder answer = new AnswerBuilder().usage(usage(19, 3, 4, 0, 7, 0));
    answer
        .choice(0)
        .reasoning("hm")
        .signature("sealDATA")
        .text("Hi")
        .annotation()
        .call(0, "toolu_1", "add", "{\"a\":1}")
        .finish(FinishReason.TOOL_CALL, "tool_use");
    return Fixture.of(
        "a whole message, its members in another order",
        JSON,
        false,
        "{\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"seal\"},"
            + "{\"type\":\"redacted_thinking\",\"data\":\"DATA\"},"
            + "{\"type\":\"text\",\"text\":\"Hi\",\"citations\":[{\"type\":\"char_location\","
            + "\"cited_text\":\"x\",\"document_index\":0,\"document_title\":\"t\"}]},"
            + "{\"type\":\"mcp_tool_use\",\"id\":\"m\",\"name\":\"q\",\"input\":{}},"
            + "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"add\",\"input\":{\"a\":1}}],"
            + "\"id\":\"msg_2\",\"model\":\"claude-x\",\"role\":\"assistant\",\"type\":\"message\","
            + "\"stop_reason\":\"tool_use\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":12,"
            + "\"cache_read_input_tokens\":3,\"cache_creation_input_tokens\":4,"
            + "\"output_tokens\":7}}",
        answer.build());
  }

  private static Fixture overloaded() {
    AnswerBuilder answer = new AnswerBuilder().usage(Usage.of(5, 1)).failed(true);
    answer.choice(0).text("par");
    return Fixture.of(
        "overloaded after some text",
        SSE,
        true,
        stream(
            start("{\"input_tokens\":5,\"output_tokens\":1}"),
            begin(0, "{\"type\":\"text\",\"text\":\"\"}"),
            delta(0, "{\"type\":\"text_delta\",\"text\":\"par\"}"),
            "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"),
        answer.build());
  }

  private static Fixture refused() {
    AnswerBuilder answer = new AnswerBuilder().usage(Usage.of(5, 2));
    answer.choice(0).refusal("Not that.").finish(FinishReason.CONTENT_FILTER, "refusal");
    return Fixture.of(
        "a refusal",
        SSE,
        true,
        stream(
            start("{\"input_tokens\":5,\"output_tokens\":1}"),
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\",\"stop_details\":"
                + "{\"type\":\"refusal\",\"category\":\"bio\",\"explanation\":\"Not that.\"}},"
                + "\"usage\":{\"output_tokens\":2}}",
            STOP),
        answer.build());
  }

  private static Usage usage(int input, int read, int write, int longer, int output, int thought) {
    return new Usage(input, read, write, longer, output, thought, 0, 0, 0, 0, 0, 0);
  }

  /**
   * Whole, a call's input is JSON, so that a model's babble can only be a text; streamed, it is
   * text.
   */
  static Fixture calling(String arguments, boolean stream) {
    String quoted = JsonText.quote(arguments);
    AnswerBuilder answer = new AnswerBuilder().usage(usage(10, 0, 0, 0, 5, 0));
    answer
        .choice(0)
        .call(0, "toolu_1", "f", stream ? arguments : quoted)
        .finish(FinishReason.TOOL_CALL, "tool_use");
    String counts = "{\"input_tokens\":10,\"output_tokens\":5}";
    String call = "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"f\",\"input\":";
    String whole =
        "{\"id\":\"m\",\"type\":\"message\",\"content\":["
            + call
            + quoted
            + "}],\"stop_reason\":\"tool_use\",\"usage\":"
            + counts
            + "}";
    String streamed =
        stream(
            start(counts),
            begin(0, call + "{}}"),
            delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":" + quoted + "}"),
            stop(0),
            end("tool_use", counts),
            STOP);
    return Fixture.of(
        "call", stream ? SSE : JSON, stream, stream ? streamed : whole, answer.build());
  }
}
