package cambio.dialect.anthropic;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.testkit.Answer;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a response says, read from trees: a stream is first put together to the whole message that
 * it stands for, as the provider's own SDKs do, and the message is read then.
 */
final class ExpectedAnswer {

  private ExpectedAnswer() {}

  static Answer of(boolean stream, String body) {
    if (!stream) {
      return ofMessage(Json.parse(body));
    }
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    Map<Integer, ObjectNode> blocks = new TreeMap<>();
    Map<Integer, StringBuilder> inputs = new TreeMap<>();
    boolean ended = false;
    for (String line : body.split("\r\n|\r|\n")) {
      if (line.startsWith("data:")) {
        JsonNode event = Json.parse(line.substring(5));
        if (event.path("type").asText().equals("error")) {
          break;
        }
        ended |= event.path("type").asText().equals("message_stop");
        accept(event, message, blocks, inputs);
      }
    }
    boolean broken = !ended;
    inputs.forEach((index, text) -> {
      ObjectNode block = blocks.get(index);
      boolean open = broken && block != null && !block.has("stopped");
      if (block != null && (!text.isEmpty() || open)) {
        block.put("input_text", text.toString());
      }
    });
    message.putArray("content").addAll(blocks.values());
    return ofMessage(message, broken);
  }

  private static void accept(
      JsonNode event,
      ObjectNode message,
      Map<Integer, ObjectNode> blocks,
      Map<Integer, StringBuilder> inputs) {
    int index = event.path("index").asInt();
    switch (event.path("type").asText()) {
      case "message_start" -> message.setAll((ObjectNode) event.path("message").deepCopy());
      case "content_block_start" -> {
        blocks.put(index, event.path("content_block").deepCopy());
        inputs.put(index, new StringBuilder());
      }
      case "content_block_stop" -> {
        if (blocks.containsKey(index)) {
          blocks.get(index).put("stopped", true);
        }
      }
      case "content_block_delta" -> delta(event.path("delta"), index, blocks, inputs);
      case "message_delta" -> {
        message.setAll((ObjectNode) event.path("delta").deepCopy());
        ObjectNode usage = (ObjectNode) message.path("usage");
        event
            .path("usage")
            .properties()
            .forEach(member -> {
              if (!member.getValue().isNull()) {
                usage.set(member.getKey(), member.getValue());
              }
            });
      }
      default -> {}
    }
  }

  private static void delta(
      JsonNode delta,
      int index,
      Map<Integer, ObjectNode> blocks,
      Map<Integer, StringBuilder> inputs) {
    ObjectNode block = blocks.get(index);
    StringBuilder input = inputs.get(index);
    if (block == null || input == null) {
      return;
    }
    switch (delta.path("type").asText()) {
      case "text_delta" -> append(block, "text", delta.path("text").asText());
      case "thinking_delta" -> append(block, "thinking", delta.path("thinking").asText());
      case "signature_delta" -> append(block, "signature", delta.path("signature").asText());
      case "input_json_delta" -> input.append(delta.path("partial_json").asText());
      case "citations_delta" -> block.withArray("citations").add(delta.path("citation"));
      default -> {}
    }
  }

  private static void append(ObjectNode block, String member, String more) {
    block.put(member, block.path(member).asText("") + more);
  }

  private static Answer ofMessage(JsonNode message) {
    return ofMessage(message, false);
  }

  /**
   * What a message says.
   *
   * @param broken whether its stream broke off, so that it has no end
   */
  private static Answer ofMessage(JsonNode message, boolean broken) {
    AnswerBuilder answer = new AnswerBuilder();
    if (message.path("type").asText().equals("error")) {
      return answer.failed(true).build();
    }
    int calls = 0;
    for (JsonNode block : message.path("content")) {
      AnswerBuilder.Draft draft = answer.choice(0);
      switch (block.path("type").asText()) {
        case "text" -> {
          draft.text(block.path("text").asText());
          block.path("citations").forEach(citation -> draft.annotation());
        }
        case "thinking" -> {
          draft.reasoning(block.path("thinking").asText());
          draft.signature(block.path("signature").asText());
        }
        case "redacted_thinking" -> draft.signature(block.path("data").asText());
        case "tool_use" ->
            draft.call(
                calls++, block.path("id").asText(), block.path("name").asText(), input(block));
        default -> {}
      }
    }
    answer.usage(usage(message.path("usage")));
    if (broken) {
      return answer.failed(true).build();
    }
    answer.choice(0).refusal(message.path("stop_details").path("explanation").asText(""));
    String stop = message.path("stop_reason").asText();
    answer.choice(0).finish(finish(stop), stop);
    return answer.build();
  }

  private static String input(JsonNode block) {
    return block.has("input_text")
        ? block.path("input_text").asText()
        : block.path("input").toString();
  }

  private static FinishReason finish(String stop) {
    return switch (stop) {
      case "tool_use" -> FinishReason.TOOL_CALL;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      // end_turn, stop_sequence, pause_turn, and what is new
      default -> FinishReason.STOP;
    };
  }

  private static @Nullable Usage usage(JsonNode usage) {
    if (!usage.has("input_tokens")) {
      return null;
    }
    int read = usage.path("cache_read_input_tokens").asInt();
    int write = usage.path("cache_creation_input_tokens").asInt();
    return new Usage(
        usage.path("input_tokens").asInt() + read + write,
        read,
        write,
        usage.path("cache_creation").path("ephemeral_1h_input_tokens").asInt(),
        usage.path("output_tokens").asInt(),
        usage.path("output_tokens_details").path("thinking_tokens").asInt(),
        0,
        0,
        0,
        0,
        0,
        0);
  }
}
