package cambio.dialect.openai;

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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads an answer as trees, without the adapter. */
final class ChatAnswerReading {

  private static final class Calls {
    private final List<String> ids = new ArrayList<>();
    private final Map<Integer, Integer> latestAtIndex = new HashMap<>();
  }

  private final Recording recording;
  private final AnswerBuilder answer = new AnswerBuilder();
  private final Map<Integer, Calls> calls = new HashMap<>();
  private final TreeMap<Integer, Boolean> finished = new TreeMap<>();
  private boolean failed;

  ChatAnswerReading(Recording recording) {
    this.recording = recording;
  }

  Answer read() {
    boolean stream = recording.framing().equals("sse");
    boolean complete = !stream;
    for (JsonNode chunk : stream ? chunks() : List.of(Json.parse(recording.body()))) {
      if (chunk.isTextual()) {
        complete = true;
        break;
      }
      if (chunk.hasNonNull("error")) {
        failed = true;
        break;
      }
      chunk(chunk);
    }
    if (!failed) {
      end(complete);
    }
    return answer.failed(failed).build();
  }

  private void end(boolean complete) {
    if (finished.isEmpty()) {
      failed = true;
    }
    finished.forEach((index, done) -> {
      if (!done && complete) {
        boolean called = calls.containsKey(index);
        answer.choice(index).finish(called ? FinishReason.TOOL_CALL : FinishReason.STOP, null);
      } else if (!done) {
        failed = true;
      }
    });
  }

  /** The data of every event; the end mark as a text node. */
  private List<JsonNode> chunks() {
    List<JsonNode> chunks = new ArrayList<>();
    StringBuilder data = new StringBuilder();
    for (String line : (recording.text() + "\n\n").split("\r\n|\n|\r")) {
      chunks(line, data, chunks);
    }
    chunks("", data, chunks);
    return chunks;
  }

  private static void chunks(String line, StringBuilder data, List<JsonNode> chunks) {
    if (line.startsWith("data:")) {
      data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).strip());
    } else if (line.isEmpty() && !data.isEmpty()) {
      String text = data.toString();
      chunks.add(text.equals("[DONE]") ? Json.of("[DONE]") : Json.parse(text));
      data.setLength(0);
    }
  }

  private void chunk(JsonNode chunk) {
    int position = 0;
    for (JsonNode choice : chunk.path("choices")) {
      choice(choice, position++);
      usage(choice.path("usage"));
    }
    usage(chunk.path("usage"));
    usage(chunk.path("x_groq").path("usage"));
  }

  private void choice(JsonNode choice, int position) {
    int index = choice.path("index").asInt(position);
    AnswerBuilder.Draft draft = answer.choice(index);
    finished.putIfAbsent(index, false);
    boolean stream = recording.framing().equals("sse");
    JsonNode delta = choice.path(stream ? "delta" : "message");
    reasoning(delta, draft);
    content(delta.path("content"), draft);
    draft.refusal(delta.path("refusal").asText(""));
    for (JsonNode call : delta.path("tool_calls")) {
      call(index, call, draft);
    }
    JsonNode old = delta.path("function_call");
    if (!nullable(old.path("name")).isEmpty() || !nullable(old.path("arguments")).isEmpty()) {
      call(index, Json.parse("{\"index\":0,\"function\":" + old + "}"), draft);
    }
    delta.path("annotations").forEach(annotation -> draft.annotation());
    delta.path("images").forEach(image -> link(image.path("image_url"), draft));
    JsonNode audio = delta.path("audio");
    draft.media(
        audio.path("data").asText("").length() + audio.path("transcript").asText("").length());
    draft.logprobs(choice.path("logprobs").path("content").size());
    draft.logprobs(choice.path("logprobs").path("refusal").size());
    String reason = choice.path("finish_reason").asText("");
    if (!reason.isEmpty()
        && !choice.path("finish_reason").isNull()
        && !Boolean.TRUE.equals(finished.get(index))) {
      finished.put(index, true);
      draft.finish(reason(reason), choice.path("native_finish_reason").asText(reason));
    }
  }

  private static void link(JsonNode link, AnswerBuilder.Draft draft) {
    String url = link.isTextual() ? link.textValue() : link.path("url").asText("");
    int comma = url.indexOf(";base64,");
    draft.media(comma < 0 ? url.length() : url.length() - comma - ";base64,".length());
  }

  private static void content(JsonNode content, AnswerBuilder.Draft draft) {
    if (content.isTextual()) {
      draft.text(content.textValue());
    }
    if (content.isArray()) {
      for (JsonNode part : content) {
        draft.text(part.isTextual() ? part.textValue() : part.path("text").asText(""));
        JsonNode thinking = part.path("thinking");
        draft.reasoning(thinking.isTextual() ? thinking.textValue() : "");
        thinking.forEach(thought -> draft.reasoning(thought.path("text").asText("")));
        link(part.path("image_url"), draft);
      }
    }
  }

  private static void reasoning(JsonNode delta, AnswerBuilder.Draft draft) {
    StringBuilder detailed = new StringBuilder();
    for (JsonNode detail : delta.path("reasoning_details")) {
      detailed.append(detail.path("text").asText("")).append(detail.path("summary").asText(""));
      draft.signature(detail.path("data").asText(""));
      draft.signature(nullable(detail.path("signature")));
    }
    String plain = nullable(delta.path("reasoning"));
    String other = nullable(delta.path("reasoning_content"));
    draft.reasoning(!detailed.isEmpty() ? detailed.toString() : plain.isEmpty() ? other : plain);
  }

  private void call(int choice, JsonNode call, AnswerBuilder.Draft draft) {
    Calls known = calls.computeIfAbsent(choice, c -> new Calls());
    String id = nullable(call.path("id"));
    int wireIndex = call.path("index").asInt(-1);
    int at = known.latestAtIndex.getOrDefault(wireIndex, -1);
    boolean fresh =
        at < 0 || !id.isEmpty() && !known.ids.get(at).isEmpty() && !known.ids.get(at).equals(id);
    if (fresh) {
      at = known.ids.size();
      known.ids.add(id);
      known.latestAtIndex.put(wireIndex, at);
    }
    JsonNode function = call.path(call.has("custom") ? "custom" : "function");
    JsonNode arguments = function.path(call.has("custom") ? "input" : "arguments");
    String name = nullable(function.path("name"));
    call.path("extra_content").findValuesAsText("thought_signature").forEach(draft::signature);
    draft.call(
        at,
        id.isEmpty() ? null : id,
        name.isEmpty() ? null : name,
        arguments.isContainerNode() ? arguments.toString() : nullable(arguments));
  }

  private static String nullable(JsonNode node) {
    return node.isNull() ? "" : node.asText("");
  }

  private static FinishReason reason(String word) {
    return switch (word) {
      // The published words, then those of single providers' references.
      case "length", "model_length", "max_tokens", "max_output_tokens", "MAX_TOKENS" ->
          FinishReason.LENGTH;
      case "tool_calls", "function_call", "tool_use", "tool_call" -> FinishReason.TOOL_CALL;
      case "content_filter", "content_filtered", "safety", "SAFETY", "sensitive", "refusal" ->
          FinishReason.CONTENT_FILTER;
      case "error", "network_error", "insufficient_system_resource", "abort" -> FinishReason.ERROR;
      default -> FinishReason.STOP;
    };
  }

  private void usage(JsonNode usage) {
    if (usage.isObject()) {
      answer.usage(read(usage));
    }
  }

  /** Counts as the provider means them; see the adapter's notes on those that count beside. */
  private @Nullable Usage read(JsonNode usage) {
    JsonNode prompt = usage.path("prompt_tokens_details");
    JsonNode completion = usage.path("completion_tokens_details");
    String said = usage.has("prompt_tokens") ? "prompt_tokens" : "input_tokens";
    String made = usage.has("completion_tokens") ? "completion_tokens" : "output_tokens";
    if (!usage.path(said).isNumber() && !usage.path(made).isNumber()) {
      return null;
    }
    int input = usage.path(said).asInt();
    int output = usage.path(made).asInt();
    int total = usage.path("total_tokens").asInt(input + output);
    int reasoning =
        completion.path("reasoning_tokens").asInt(usage.path("reasoning_tokens").asInt());
    boolean beside = reasoning > output || reasoning > 0 && total == input + output + reasoning;
    int cached =
        Math.max(
            prompt.path("cached_tokens").asInt(),
            Math.max(
                usage.path("prompt_cache_hit_tokens").asInt(),
                Math.max(
                    usage.path("cached_tokens").asInt(),
                    Math.max(
                        usage.path("num_cached_tokens").asInt(),
                        usage.path("cache_read_input_tokens").asInt()))));
    int written =
        Math.max(
            prompt.path("cache_write_tokens").asInt(),
            usage.path("cache_creation_input_tokens").asInt());
    boolean sane = cached + written <= input;
    return new Usage(
        input,
        sane ? cached : 0,
        sane ? written : 0,
        0,
        beside ? output + reasoning : output,
        reasoning,
        prompt.path("audio_tokens").asInt(),
        completion.path("audio_tokens").asInt(),
        prompt.path("image_tokens").asInt(),
        completion.path("image_tokens").asInt(),
        completion.path("accepted_prediction_tokens").asInt(),
        completion.path("rejected_prediction_tokens").asInt());
  }
}
