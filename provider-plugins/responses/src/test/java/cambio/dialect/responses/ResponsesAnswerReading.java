package cambio.dialect.responses;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.testkit.Answer;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Json;
import cambio.testkit.Recording;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads an answer as trees, without the adapter. A stream is read from the whole response that its
 * last event shows and not from the pieces, so that the adapter, which reads the pieces, is held
 * against something else; only a stream that broke is read piece by piece.
 */
final class ResponsesAnswerReading {

  private final Recording recording;

  ResponsesAnswerReading(Recording recording) {
    this.recording = recording;
  }

  Answer read() {
    if (!recording.framing().equals("sse")) {
      JsonNode body = Json.parse(recording.body());
      return whole(body, seals(body.path("output")));
    }
    List<JsonNode> events = events();
    for (JsonNode event : events) {
      String type = event.path("type").asText();
      if (type.equals("response.completed") || type.equals("response.incomplete")) {
        return whole(event.path("response"), sealsOf(events));
      }
    }
    return pieces(events);
  }

  private static Answer whole(JsonNode response, String seals) {
    AnswerBuilder answer = new AnswerBuilder();
    String status = response.path("status").asText("");
    boolean unfinished = !Set.of("", "completed", "incomplete").contains(status);
    if (unfinished || response.hasNonNull("error") || !response.path("output").isArray()) {
      return answer.failed(true).build();
    }
    AnswerBuilder.Draft draft = answer.choice(0).signature(seals);
    int calls = 0;
    for (JsonNode item : response.path("output")) {
      switch (item.path("type").asText()) {
        case "message" -> item.path("content").forEach(part -> spoken(part, draft));
        case "reasoning" -> {
          item.path("summary").forEach(part -> draft.reasoning(part.path("text").asText()));
          item.path("content").forEach(part -> draft.reasoning(part.path("text").asText()));
        }
        case "function_call", "custom_tool_call" -> {
          String input = text(item, item.has("arguments") ? "arguments" : "input");
          draft.call(calls++, text(item, "call_id"), text(item, "name"), input);
        }
        case "image_generation_call" -> draft.media(text(item, "result").length());
        default -> {}
      }
    }
    if (response.path("status").asText().equals("incomplete")) {
      String said = response.path("incomplete_details").path("reason").asText("");
      String reason = said.isEmpty() ? "incomplete" : said;
      boolean filtered = reason.equals("content_filter");
      draft.finish(filtered ? FinishReason.CONTENT_FILTER : FinishReason.LENGTH, reason);
    } else {
      draft.finish(calls > 0 ? FinishReason.TOOL_CALL : FinishReason.STOP, "completed");
    }
    JsonNode usage = response.path("usage");
    return answer.usage(usage.isObject() ? usage(usage) : null).build();
  }

  /** Of reasoning only: what else is encrypted has no canonical form. */
  private static String seals(Iterable<JsonNode> items) {
    StringBuilder seals = new StringBuilder();
    for (JsonNode item : items) {
      if (item.path("type").asText().equals("reasoning")) {
        seals.append(text(item, "encrypted_content"));
      }
    }
    return seals.toString();
  }

  /**
   * The last event encrypts anew what the items' own ends had: both are good, the first is sent.
   */
  private static String sealsOf(List<JsonNode> events) {
    return seals(
        events.stream()
            .filter(event -> event.path("type").asText().equals("response.output_item.done"))
            .map(event -> event.path("item"))
            .toList());
  }

  private static void spoken(JsonNode part, AnswerBuilder.Draft draft) {
    draft.text(text(part, "text")).refusal(text(part, "refusal"));
    part.path("annotations").forEach(annotation -> draft.annotation());
    draft.logprobs(part.path("logprobs").size());
  }

  private static Usage usage(JsonNode usage) {
    JsonNode details = usage.path("input_tokens_details");
    int input = usage.path("input_tokens").asInt();
    int output = usage.path("output_tokens").asInt();
    int reasoning = usage.path("output_tokens_details").path("reasoning_tokens").asInt();
    int total = usage.path("total_tokens").asInt(input + output);
    boolean beside = reasoning > output || reasoning > 0 && total == input + output + reasoning;
    int cached = details.path("cached_tokens").asInt();
    int written = details.path("cache_write_tokens").asInt();
    boolean sane = cached + written <= input;
    return new Usage(
        input,
        sane ? cached : 0,
        sane ? written : 0,
        0,
        beside ? output + reasoning : output,
        reasoning,
        0,
        0,
        0,
        0,
        0,
        0);
  }

  /** What came before the break. */
  private static Answer pieces(List<JsonNode> events) {
    AnswerBuilder answer = new AnswerBuilder();
    AnswerBuilder.Draft draft = answer.choice(0);
    Map<Integer, Integer> calls = new HashMap<>();
    for (JsonNode event : events) {
      JsonNode item = event.path("item");
      int index = event.path("output_index").asInt();
      String delta = text(event, "delta");
      switch (event.path("type").asText()) {
        case "response.output_text.delta" ->
            draft.text(delta).logprobs(event.path("logprobs").size());
        case "response.refusal.delta" -> draft.refusal(delta);
        case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
            draft.reasoning(delta);
        case "response.output_text.annotation.added" -> draft.annotation();
        case "response.function_call_arguments.delta" ->
            draft.call(calls.getOrDefault(index, 0), null, null, delta);
        case "response.output_item.added" -> {
          if (item.path("type").asText().equals("function_call")) {
            int call = calls.size();
            calls.put(index, call);
            draft.call(call, text(item, "call_id"), text(item, "name"), "");
          }
        }
        case "response.output_item.done" -> draft.signature(text(item, "encrypted_content"));
        default -> {}
      }
    }
    return answer.failed(true).build();
  }

  private static String text(JsonNode node, String member) {
    return node.hasNonNull(member) ? node.path(member).asText() : "";
  }

  /** The data of every event that is JSON. */
  private List<JsonNode> events() {
    List<JsonNode> events = new ArrayList<>();
    StringBuilder data = new StringBuilder();
    for (String line : (recording.text() + "\n\n").split("\r\n|\n|\r", -1)) {
      if (line.startsWith("data:")) {
        data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).strip());
      } else if (line.isEmpty() && !data.isEmpty()) {
        if (data.charAt(0) == '{') {
          events.add(Json.parse(data.toString()));
        }
        data.setLength(0);
      }
    }
    return events;
  }
}
