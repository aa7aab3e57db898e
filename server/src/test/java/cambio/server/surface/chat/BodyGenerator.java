package cambio.server.surface.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes legal chat bodies of any shape. */
final class BodyGenerator {

  private static final List<String> TEXTS =
      List.of("", "hi", "Grüße 😀", "\"quoted\" \\ \n\t\u0001", "a\u2028b", "x".repeat(300));

  private final RandomGenerator random;
  private int calls;

  BodyGenerator(RandomGenerator random) {
    this.random = random;
  }

  ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("model", "m");
    messages(body.putArray("messages"));
    scalars(body);
    if (random.nextBoolean()) {
      tools(body);
    }
    structures(body);
    return body;
  }

  private void scalars(ObjectNode body) {
    maybe(() -> body.put("temperature", random.nextInt(21) / 10.0));
    maybe(() -> body.put("top_p", random.nextDouble()));
    maybe(() -> body.put("top_k", random.nextInt(100)));
    maybe(() -> body.put("min_p", 0.25));
    maybe(() -> body.put("seed", random.nextLong()));
    maybe(() -> body.put(random.nextBoolean() ? "max_tokens" : "max_completion_tokens", 9));
    maybe(() -> body.put("frequency_penalty", -1.5));
    maybe(() -> body.put("n", 2));
    maybe(() -> body.put("user", text()));
    maybe(() -> body.put("stream", random.nextBoolean()));
    maybe(() -> body.put("logprobs", true).put("top_logprobs", 2));
    maybe(() -> body.put("verbosity", "low"));
    maybe(() -> body.put("service_tier", "flex"));
    maybe(() -> body.put("prompt_cache_key", text()));
    maybe(() -> body.put("parallel_tool_calls", random.nextBoolean()));
    maybe(() -> body.putNull("presence_penalty"));
    maybe(() -> body.put("reasoning_effort", "high"));
    maybe(() -> body.put("unheard_of", text()));
  }

  private void structures(ObjectNode body) {
    maybe(() -> body.put("stop", "END"));
    maybe(() -> body.putArray("stop").add("a").add("b"));
    maybe(() -> body.putObject("logit_bias").put("17", -3.5));
    maybe(() -> body.putObject("metadata").put("k", text()));
    maybe(() -> free(body.putObject("web_search_options"), 3));
    maybe(() -> free(body.putObject("prediction"), 2));
    maybe(() -> {
      ObjectNode schema = body.putObject("response_format").put("type", "json_schema");
      free(schema.putObject("json_schema").put("name", "s").putObject("schema"), 4);
    });
    maybe(() -> body.putObject("provider").putArray("order").add("x"));
  }

  private void messages(ArrayNode messages) {
    maybe(() -> contentOf(messages.addObject().put("role", "system")));
    int turns = 1 + random.nextInt(3);
    for (int i = 0; i < turns; i++) {
      contentOf(messages.addObject().put("role", "user"));
      maybe(() -> assistant(messages));
    }
  }

  private void contentOf(ObjectNode message) {
    if (random.nextBoolean()) {
      message.put("content", text());
    } else {
      parts(message.putArray("content"));
    }
    maybe(() -> message.put("name", "ann"));
    maybe(() -> free(message.putObject("odd"), 2));
  }

  private void parts(ArrayNode parts) {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      ObjectNode part = parts.addObject();
      switch (random.nextInt(4)) {
        case 0 -> part.put("type", "text").put("text", text());
        case 1 -> {
          String url = random.nextBoolean() ? "https://x/y" : "data:image/png;base64,AAAA";
          part.put("type", "image_url").putObject("image_url").put("url", url);
        }
        case 2 -> {
          ObjectNode audio = part.put("type", "input_audio").putObject("input_audio");
          audio.put("data", "BBBB").put("format", "wav");
        }
        default -> {
          ObjectNode file = part.put("type", "file").putObject("file");
          file.put("filename", "a.pdf").put("file_data", "data:application/pdf;base64,CC");
        }
      }
      maybe(() -> part.putObject("cache_control").put("type", "ephemeral").put("ttl", "1h"));
    }
  }

  private void assistant(ArrayNode messages) {
    ObjectNode message = messages.addObject().put("role", "assistant");
    if (random.nextBoolean()) {
      message.put("content", text());
      maybe(() -> message.put("reasoning_content", "hm"));
      return;
    }
    message.putNull("content");
    maybe(() -> {
      ObjectNode detail = message.putArray("reasoning_details").addObject();
      detail.put("type", "reasoning.text").put("text", "hm").put("signature", "s");
    });
    ArrayNode toolCalls = message.putArray("tool_calls");
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      String id = "call_" + calls++;
      ObjectNode call = toolCalls.addObject().put("id", id).put("type", "function");
      call.putObject("function").put("name", "f").put("arguments", "{ \"b\":1, \"a\" : 2.0}");
      contentOf(messages.addObject().put("role", "tool").put("tool_call_id", id));
    }
  }

  private void tools(ObjectNode body) {
    ArrayNode tools = body.putArray("tools");
    ObjectNode function = tools.addObject().put("type", "function").putObject("function");
    function.put("name", "f");
    maybe(() -> function.put("description", text()));
    maybe(() -> free(function.putObject("parameters"), 4));
    maybe(() -> function.put("strict", true));
    maybe(() -> free(tools.addObject().put("type", "odd_tool"), 2));
    maybe(() -> body.put("tool_choice", "auto"));
    maybe(() ->
        body.putObject("tool_choice")
            .put("type", "function")
            .putObject("function")
            .put("name", "f"));
  }

  /** Any JSON, nulls and large numbers included. */
  private void free(ObjectNode object, int depth) {
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = "m" + i;
      switch (random.nextInt(depth > 0 ? 6 : 4)) {
        case 0 -> object.put(name, text());
        case 1 -> object.put(name, random.nextLong());
        case 2 -> object.putNull(name);
        case 3 -> object.put(name, random.nextDouble());
        case 4 -> free(object.putObject(name), depth - 1);
        default -> free(object.putArray(name).addObject(), depth - 1);
      }
    }
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private void maybe(Runnable change) {
    if (random.nextInt(3) == 0) {
      change.run();
    }
  }
}
