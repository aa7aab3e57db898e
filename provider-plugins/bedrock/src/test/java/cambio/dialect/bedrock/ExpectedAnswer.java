package cambio.dialect.bedrock;

import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.testkit.Answer;
import cambio.testkit.AnswerBuilder;
import cambio.testkit.Json;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a recorded body says, read as a tree and without the adapter. */
final class ExpectedAnswer {

  private final boolean anthropic;
  private final AnswerBuilder builder = new AnswerBuilder();
  private final AnswerBuilder.Draft draft = builder.choice(0);
  private int calls;

  /**
   * A reading.
   *
   * @param anthropic whether redacted reasoning is Anthropic's text in base64
   */
  ExpectedAnswer(boolean anthropic) {
    this.anthropic = anthropic;
  }

  Answer ofBody(String body) {
    JsonNode json = Json.parse(body);
    JsonNode content = json.path("output").path("message").path("content");
    Iterator<String> inputs = inputs(body).iterator();
    for (JsonNode block : content) {
      block(block, inputs);
    }
    finish(json.path("stopReason").asText());
    return builder.usage(usage(json.path("usage"))).build();
  }

  /** The texts of all calls' inputs as they stand in the body, spaces included. */
  private static List<String> inputs(String body) {
    List<String> inputs = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(body)) {
      while (parser.nextToken() != null) {
        boolean input = "input".equals(parser.currentName());
        if (input && parser.currentToken() == JsonToken.START_OBJECT) {
          int start = (int) parser.currentTokenLocation().getCharOffset();
          parser.skipChildren();
          inputs.add(body.substring(start, (int) parser.currentLocation().getCharOffset()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inputs;
  }

  private void block(JsonNode block, Iterator<String> inputs) {
    draft.text(block.path("text").asText(""));
    JsonNode call = block.path("toolUse");
    if (call.isObject()) {
      String input = inputs.next();
      if (!isServers(call)) {
        draft.call(calls++, call.path("toolUseId").asText(), call.path("name").asText(), input);
      }
    }
    JsonNode thought = block.path("reasoningContent").path("reasoningText");
    draft
        .reasoning(thought.path("text").asText(""))
        .signature(thought.path("signature").asText(""));
    draft.signature(redacted(block.path("reasoningContent")));
    draft.media(block.path("image").path("source").path("bytes").asText("").length());
    block
        .path("citationsContent")
        .path("content")
        .forEach(c -> draft.text(c.path("text").asText()));
    block.path("citationsContent").path("citations").forEach(c -> draft.annotation());
  }

  Answer ofStream(byte[] body) {
    Map<Integer, Integer> callOf = new HashMap<>();
    Set<Integer> silent = new HashSet<>();
    boolean stopped = false;
    ByteBuffer in = ByteBuffer.wrap(body);
    while (in.hasRemaining()) {
      int total = in.getInt();
      int headerBytes = in.getInt();
      in.getInt();
      String headers = text(in, headerBytes);
      JsonNode json = Json.parse(text(in, total - headerBytes - 16));
      in.getInt();
      if (headers.contains(":exception-type") || headers.contains(":error-code")) {
        return builder.failed(true).build();
      }
      int index = json.path("contentBlockIndex").asInt();
      if (headers.contains("messageStop")) {
        stopped = true;
        finish(json.path("stopReason").asText());
      } else if (headers.contains("metadata")) {
        builder.usage(usage(json.path("usage")));
      } else if (headers.contains("contentBlockStop") && silent.remove(index)) {
        draft.call(callOf.getOrDefault(index, 0), null, null, "{}");
      }
      JsonNode call = json.path("start").path("toolUse");
      if (call.isObject() && !isServers(call)) {
        callOf.put(index, calls++);
        silent.add(index);
        draft.call(
            callOf.get(index), call.path("toolUseId").asText(), call.path("name").asText(), "");
      }
      JsonNode delta = json.path("delta");
      String arguments = delta.path("toolUse").path("input").asText("");
      if (!arguments.isEmpty() && callOf.containsKey(index)) {
        silent.remove(index);
        draft.call(callOf.get(index), null, null, arguments);
      }
      draft.text(delta.path("text").asText(""));
      JsonNode thought = delta.path("reasoningContent");
      draft.reasoning(thought.path("text").asText(""));
      draft.signature(thought.path("signature").asText("")).signature(redacted(thought));
      if (delta.has("citation")) {
        draft.annotation();
      }
      draft.media(delta.path("image").path("source").path("bytes").asText("").length());
    }
    return builder.failed(!stopped).build();
  }

  /** Whether the provider runs the tool itself. */
  private static boolean isServers(JsonNode call) {
    return call.path("type").asText().equals("server_tool_use");
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String redacted(JsonNode reasoning) {
    String data = reasoning.path("redactedContent").asText("");
    return anthropic
        ? new String(Base64.getDecoder().decode(data), StandardCharsets.US_ASCII)
        : data;
  }

  private void finish(String reason) {
    FinishReason canonical =
        switch (reason) {
          case "tool_use" -> calls > 0 ? FinishReason.TOOL_CALL : FinishReason.STOP;
          case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
          case "guardrail_intervened", "content_filtered" -> FinishReason.CONTENT_FILTER;
          case "malformed_model_output", "malformed_tool_use" -> FinishReason.ERROR;
          // end_turn, stop_sequence, and what is new
          default -> FinishReason.STOP;
        };
    draft.finish(canonical, reason);
  }

  private static @Nullable Usage usage(JsonNode usage) {
    if (!usage.has("inputTokens")) {
      return null;
    }
    int read = usage.path("cacheReadInputTokens").asInt(0);
    int write = usage.path("cacheWriteInputTokens").asInt(0);
    int[] longWrite = new int[1];
    usage
        .path("cacheDetails")
        .forEach(detail -> {
          if (detail.path("ttl").asText().equals("1h")) {
            longWrite[0] += detail.path("inputTokens").asInt();
          }
        });
    int input = usage.path("totalTokens").asInt() - usage.path("outputTokens").asInt();
    if (Arrays.stream(new int[] {read, write, input}).anyMatch(count -> count < 0)) {
      throw new AssertionError("absurd usage " + usage);
    }
    return new Usage(
        input, read, write, longWrite[0], usage.path("outputTokens").asInt(), 0, 0, 0, 0, 0, 0, 0);
  }
}
