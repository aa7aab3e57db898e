package cambio.dialect.cohere;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import cambio.spi.request.Message;
import cambio.wire.Adjustments;
import cambio.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code messages}, and collects the documents that stand in them. */
final class Conversation {

  private final JsonWriter json;
  private final boolean thinks;
  private final Adjustments adjustments;
  private final List<String> documents = new ArrayList<>();

  /**
   * A writer.
   *
   * @param thinks whether the model takes thoughts back
   */
  Conversation(JsonWriter json, boolean thinks, Adjustments adjustments) {
    this.json = json;
    this.thinks = thinks;
    this.adjustments = adjustments;
  }

  /** The documents that users sent, each as raw JSON; complete once all messages are written. */
  List<String> documents() {
    return documents;
  }

  void write(Message message) {
    if (message.content().stream().anyMatch(part -> part.cacheHint() instanceof CacheHint)) {
      adjustments.dropped("cache_control", "The provider sets its cache marks itself.");
    }
    switch (message) {
      case Message.Instruction instruction -> {
        reportName(instruction.name());
        plain("system", instruction.content());
      }
      case Message.User user -> {
        reportName(user.name());
        plain("user", user.content());
      }
      case Message.Assistant assistant -> {
        reportName(assistant.name());
        assistant(assistant);
      }
      case Message.ToolResult result -> tool(result);
    }
  }

  private void plain(String role, List<ContentPart> parts) {
    List<ContentPart> said = parts.stream().filter(part -> !asDocument(part)).toList();
    if (said.isEmpty() && !parts.isEmpty()) {
      return;
    }
    json.object().member("role", role).name("content");
    content(said);
    json.end();
  }

  private boolean asDocument(ContentPart part) {
    if (part instanceof ContentPart.File file && !MediaWriter.isImage(file)) {
      documents.add(MediaWriter.document(file));
      return true;
    }
    if (!(part instanceof ContentPart.Opaque opaque)) {
      return false;
    }
    String document = own(opaque) ? Documents.within(opaque.json()) : null;
    if (document != null) {
      documents.add(document);
    }
    return document != null;
  }

  private void assistant(Message.Assistant message) {
    StringBuilder plan = new StringBuilder();
    List<ContentPart> said = new ArrayList<>();
    for (ContentPart part : message.content()) {
      switch (part) {
        case ContentPart.Reasoning reasoning when Reasonings.isPlan(reasoning) ->
            plan.append(reasoning.text());
        case ContentPart.Reasoning reasoning -> thought(reasoning, said);
        case ContentPart.ToolCall _ -> {}
        case ContentPart.Text text -> {
          if (!text.text().isEmpty()) {
            said.add(text);
          }
        }
        default -> said.add(part);
      }
    }
    List<ContentPart.ToolCall> calls = message.toolCalls();
    if (said.isEmpty() && calls.isEmpty() && plan.isEmpty()) {
      return;
    }
    json.object().member("role", "assistant");
    if (!said.isEmpty()) {
      json.name("content");
      content(said);
    }
    json.member("tool_plan", plan.isEmpty() ? null : plan.toString());
    calls(calls);
    json.end();
  }

  private void thought(ContentPart.Reasoning reasoning, List<ContentPart> said) {
    if (thinks && Reasonings.isThought(reasoning)) {
      said.add(reasoning);
    } else {
      adjustments.dropped("messages.reasoning", "The model takes no such reasoning back.");
    }
  }

  private void calls(List<ContentPart.ToolCall> calls) {
    if (calls.isEmpty()) {
      return;
    }
    json.name("tool_calls").array();
    for (ContentPart.ToolCall call : calls) {
      json.object().member("id", call.id()).member("type", "function").name("function").object();
      json.member("name", call.name());
      json.member("arguments", call.arguments().isEmpty() ? "{}" : call.arguments()).end().end();
    }
    json.end();
  }

  private void tool(Message.ToolResult result) {
    if (result.toolCallId().isEmpty()) {
      throw new FailureException(
          Failure.invalid(
              "messages.tool_call_id", "A tool result needs the id of the call that it answers."));
    }
    json.object().member("role", "tool").member("tool_call_id", result.toolCallId());
    json.name("content");
    content(result.content());
    json.end();
  }

  /** Content: a string where that says it all, an array of parts elsewhere. */
  private void content(List<ContentPart> parts) {
    if (parts.isEmpty()) {
      json.value("");
    } else if (parts.size() == 1 && parts.getFirst() instanceof ContentPart.Text text) {
      json.value(text.text());
    } else {
      json.array();
      parts.forEach(this::part);
      json.end();
    }
  }

  private void part(ContentPart part) {
    switch (part) {
      case ContentPart.Text text -> text(text.text());
      case ContentPart.Refusal refusal -> text(refusal.text());
      case ContentPart.Image image -> MediaWriter.image(json, image.source(), image.detail());
      case ContentPart.File file -> {
        if (MediaWriter.isImage(file)) {
          MediaWriter.image(json, file.source(), null);
        } else {
          json.raw(Documents.part(MediaWriter.document(file)));
        }
      }
      case ContentPart.Reasoning reasoning ->
          json.object().member("type", "thinking").member("thinking", reasoning.text()).end();
      case ContentPart.Opaque opaque -> {
        if (own(opaque)) {
          json.raw(opaque.json());
        } else {
          adjustments.dropped("messages.content", "A part that only its own dialect knows.");
        }
      }
      case ContentPart.Audio _ -> throw MediaWriter.refused("The dialect takes no sound.");
      case ContentPart.Video _ -> throw MediaWriter.refused("The dialect takes no video.");
      case ContentPart.ToolCall _ ->
          throw MediaWriter.refused("Only an assistant's message holds tool calls.");
    }
  }

  private void text(String text) {
    json.object().member("type", "text").member("text", text).end();
  }

  private static boolean own(ContentPart.Opaque opaque) {
    return opaque.dialect().equals(ChatAdapter.DIALECT);
  }

  private void reportName(@Nullable String name) {
    if (name != null) {
      adjustments.dropped("messages.name", "The dialect has no names of speakers.");
    }
  }
}
