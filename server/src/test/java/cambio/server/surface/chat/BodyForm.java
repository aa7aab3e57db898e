package cambio.server.surface.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;

/**
 * Brings a chat body into one form, where this dialect has several ways to say the same. Applied to
 * what the caller sent and to what we send; each line is one such pair of ways.
 */
final class BodyForm {

  /**
   * What is for the router, or set by it for each endpoint, and so is no part of the comparison.
   */
  private static final List<String> ROUTERS =
      List.of(
          "model",
          "models",
          "provider",
          "stream_options",
          "usage",
          "session_id",
          "transforms",
          "plugins",
          "trace",
          "debug",
          "route");

  private BodyForm() {}

  static JsonNode of(JsonNode body) {
    ObjectNode form = body.deepCopy();
    dropNulls(form);
    form.remove(ROUTERS);
    rename(form, "max_completion_tokens", "max_tokens");
    rename(form, "reasoning_effort", "reasoning", "effort");
    dropIf(form, "stream", "false");
    listOfOne(form, "stop");
    dropIfEmpty(form, "stop", "tools", "metadata", "logit_bias", "modalities", "reasoning");
    if (form.has("prompt") && !form.has("messages")) {
      ObjectNode message = form.putArray("messages").addObject();
      message.put("role", "user").set("content", form.remove("prompt"));
    }
    form.path("messages").forEach(message -> message((ObjectNode) message));
    form.path("tools").forEach(tool -> tool((ObjectNode) tool));
    if (form.path("tool_choice") instanceof ObjectNode choice && choice.has("function")) {
      choice.put("type", "function");
    }
    return form;
  }

  private static void tool(ObjectNode tool) {
    if (tool.has("function")) {
      tool.put("type", "function");
      dropNulls(tool);
      dropNulls((ObjectNode) tool.get("function"));
    }
  }

  private static void message(ObjectNode message) {
    dropNulls(message);
    dropIf(message, "prefix", "false");
    dropIfEmpty(message, "tool_calls", "reasoning_details");
    rename(message, "reasoning_content", "reasoning");
    if (message.has("reasoning") && !message.has("reasoning_details")) {
      ObjectNode detail = message.putArray("reasoning_details").addObject();
      detail.put("type", "reasoning.text").set("text", message.get("reasoning"));
    }
    // The text says again what the details say.
    message.remove("reasoning");
    message.path("reasoning_details").forEach(detail -> ((ObjectNode) detail).remove("index"));
    message.path("tool_calls").forEach(call -> ((ObjectNode) call).remove("index"));
    content(message);
  }

  private static void content(ObjectNode message) {
    if (message.path("content").isTextual()) {
      String text = message.path("content").asText();
      message.putArray("content").addObject().put("type", "text").put("text", text);
    }
    if (!(message.path("content") instanceof ArrayNode parts)) {
      return;
    }
    parts.forEach(part -> dropNulls((ObjectNode) part));
    if (message.has("cache_control")) {
      ((ObjectNode) parts.get(parts.size() - 1))
          .set("cache_control", message.remove("cache_control"));
    }
    for (JsonNode part : parts) {
      if (part.path("image_url").isTextual()) {
        String url = part.path("image_url").asText();
        ((ObjectNode) part).putObject("image_url").put("url", url);
      }
    }
    refusals(message, parts);
  }

  /** A refusal stands in the content or beside it. */
  private static void refusals(ObjectNode message, ArrayNode parts) {
    for (Iterator<JsonNode> each = parts.iterator(); each.hasNext(); ) {
      JsonNode part = each.next();
      if (part.path("type").asText().equals("refusal")) {
        message.put("refusal", message.path("refusal").asText("") + part.path("refusal").asText());
        each.remove();
      }
    }
    if (parts.isEmpty()) {
      message.remove("content");
    }
  }

  private static void dropNulls(ObjectNode object) {
    object.properties().removeIf(member -> member.getValue().isNull());
  }

  private static void dropIf(ObjectNode object, String name, String text) {
    if (object.path(name).asText().equals(text)) {
      object.remove(name);
    }
  }

  private static void dropIfEmpty(ObjectNode object, String... names) {
    for (String name : names) {
      if (object.path(name).isContainerNode() && object.path(name).isEmpty()) {
        object.remove(name);
      }
    }
  }

  private static void rename(ObjectNode object, String from, String to) {
    if (object.has(from)) {
      object.set(to, object.remove(from));
    }
  }

  private static void rename(ObjectNode object, String from, String into, String to) {
    if (object.has(from)) {
      JsonNode value = object.remove(from);
      ((ObjectNode) object.withObjectProperty(into)).set(to, value);
    }
  }

  private static void listOfOne(ObjectNode object, String name) {
    JsonNode value = object.get(name);
    if (value != null && value.isTextual()) {
      object.putArray(name).add(value);
    }
  }
}
