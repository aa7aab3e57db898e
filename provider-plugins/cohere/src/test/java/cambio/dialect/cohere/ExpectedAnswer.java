package cambio.dialect.cohere;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.testkit.Answer;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a response says, read from trees and by the provider's documentation alone. */
final class ExpectedAnswer {

  private ExpectedAnswer() {}

  static Answer of(boolean stream, String body) {
    return stream ? ofStream(body) : ofWhole(Json.parse(body));
  }

  private static Answer ofWhole(JsonNode body) {
    AnswerBuilder answer = new AnswerBuilder();
    String reason = body.path("finish_reason").asText("");
    if (!body.path("message").isObject() || Set.of("", "ERROR", "TIMEOUT").contains(reason)) {
      return answer.failed(true).build();
    }
    AnswerBuilder.Draft draft = answer.choice(0);
    JsonNode message = body.path("message");
    draft.reasoning(message.path("tool_plan").asText(""));
    for (JsonNode part : message.path("content")) {
      draft.text(part.path("text").asText(""));
      draft.reasoning(part.path("thinking").asText(""));
    }
    int calls = 0;
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      draft.call(
          calls++,
          call.path("id").textValue(),
          function.path("name").textValue(),
          arguments(function.path("arguments").asText("")));
    }
    message.path("citations").forEach(citation -> draft.annotation());
    draft.logprobs(body.path("logprobs").size());
    return finished(answer, draft, body.path("finish_reason").asText(), body.path("usage"));
  }

  private static Answer ofStream(String body) {
    AnswerBuilder answer = new AnswerBuilder();
    AnswerBuilder.Draft draft = answer.choice(0);
    Map<Integer, StringBuilder> arguments = new TreeMap<>();
    @Nullable JsonNode end = null;
    int calls = -1;
    for (String line : body.split("\r\n|\r|\n")) {
      if (!line.startsWith("data:") || line.endsWith("[DONE]")) {
        continue;
      }
      JsonNode event = Json.parse(line.substring(5));
      JsonNode message = event.path("delta").path("message");
      JsonNode function = message.path("tool_calls").path("function");
      switch (event.path("type").asText()) {
        case "content-start", "content-delta" -> {
          draft.text(message.path("content").path("text").asText(""));
          draft.reasoning(message.path("content").path("thinking").asText(""));
          draft.logprobs(event.has("logprobs") ? 1 : 0);
        }
        case "tool-plan-delta" -> draft.reasoning(message.path("tool_plan").asText(""));
        case "tool-call-start" -> {
          calls++;
          String id = message.path("tool_calls").path("id").textValue();
          draft.call(calls, id, function.path("name").textValue(), "");
          arguments.put(calls, new StringBuilder(function.path("arguments").asText("")));
        }
        case "tool-call-delta" -> {
          StringBuilder more = arguments.get(calls);
          if (more != null) {
            more.append(function.path("arguments").asText(""));
          }
        }
        case "citation-start" -> draft.annotation();
        case "message-end" -> end = event.path("delta");
        default -> {}
      }
    }
    arguments.forEach((index, text) -> draft.call(index, null, null, arguments(text.toString())));
    return end == null
        ? answer.failed(true).build()
        : finished(answer, draft, end.path("finish_reason").asText(), end.path("usage"));
  }

  private static Answer finished(
      AnswerBuilder answer, AnswerBuilder.Draft draft, String reason, JsonNode usage) {
    if (reason.equals("ERROR") || reason.equals("TIMEOUT")) {
      return answer.failed(true).build();
    }
    draft.finish(finish(reason), reason);
    return answer.usage(usage(usage)).build();
  }

  /** A call without arguments has an empty text in streams; its arguments are the empty object. */
  private static String arguments(String text) {
    return text.isEmpty() ? "{}" : text;
  }

  private static FinishReason finish(String reason) {
    return switch (reason) {
      case "MAX_TOKENS", "ERROR_LIMIT" -> FinishReason.LENGTH;
      case "TOOL_CALL" -> FinishReason.TOOL_CALL;
      case "ERROR_TOXIC" -> FinishReason.CONTENT_FILTER;
      // COMPLETE, STOP_SEQUENCE, and what is new
      default -> FinishReason.STOP;
    };
  }

  /** Charged tokens count; cached ones as far as they cannot be the template's, which is free. */
  private static @Nullable Usage usage(JsonNode usage) {
    JsonNode billed = usage.path("billed_units");
    if (!billed.has("input_tokens")) {
      return null;
    }
    int input = billed.path("input_tokens").asInt();
    int output = billed.path("output_tokens").asInt();
    JsonNode tokens = usage.path("tokens");
    int images = tokens.path("image_tokens").asInt();
    int template = Math.max(0, tokens.path("input_tokens").asInt() + images - input);
    int cached = Math.max(0, usage.path("cached_tokens").asInt() - template);
    return new Usage(
        input,
        Math.min(input, cached),
        0,
        0,
        output,
        Math.min(output, tokens.path("reasoning_tokens").asInt()),
        0,
        0,
        Math.min(input, images),
        0,
        0,
        0);
  }
}
