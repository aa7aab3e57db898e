package cambio.dialect.openai;

import cambio.spi.request.Modality;
import cambio.spi.request.ReasoningKind;
import cambio.wire.JsonReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Parses a {@code delta} or a {@code message}. */
final class DeltaParser {

  private boolean plain;

  /** Fills the draft; whether the delta has exactly the published shape. */
  boolean parse(JsonReader json, ChoiceDraft draft) throws IOException {
    plain = true;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      member(name, json, draft);
    }
    return plain;
  }

  private void member(String name, JsonReader json, ChoiceDraft draft) throws IOException {
    switch (name) {
      case "content" -> content(json, draft);
      case "role" -> json.skip();
      case "refusal" -> draft.refusal(json.string());
      case "tool_calls" -> toolCalls(json, draft);
      case "reasoning_content", "reasoning" -> {
        plain = false;
        draft.reasoning(json.string());
      }
      case "reasoning_details" -> {
        plain = false;
        each(json, () -> detail(json, draft));
      }
      case "annotations" -> {
        plain = false;
        each(json, () -> annotation(json, draft));
      }
      case "images" -> {
        plain = false;
        each(json, () -> image(json, draft));
      }
      case "audio" -> {
        plain = false;
        audio(json, draft);
      }
      case "function_call" -> {
        plain = false;
        functionCall(json, draft);
      }
      default -> {
        plain = false;
        json.skip();
      }
    }
  }

  private interface Element {
    void read() throws IOException;
  }

  private static void each(JsonReader json, Element element) throws IOException {
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      element.read();
    }
  }

  private void content(JsonReader json, ChoiceDraft draft) throws IOException {
    if (json.isArray()) {
      plain = false;
      each(json, () -> contentPart(json, draft));
    } else {
      draft.addContent(json.string());
    }
  }

  /** Parts of an array: text, thinking (again an array of texts), images. */
  private static void contentPart(JsonReader json, ChoiceDraft draft) throws IOException {
    if (json.isString()) {
      draft.addContent(json.string());
      return;
    }
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "text" -> draft.addContent(json.string());
        case "thinking" -> {
          if (json.isString()) {
            draft.addReasoning(json.string());
          } else {
            each(json, () -> thinkingPart(json, draft));
          }
        }
        case "image_url" -> link(json, draft);
        default -> json.skip();
      }
    }
  }

  private static void thinkingPart(JsonReader json, ChoiceDraft draft) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("text")) {
        draft.addReasoning(json.string());
      } else {
        json.skip();
      }
    }
  }

  private void toolCalls(JsonReader json, ChoiceDraft draft) throws IOException {
    each(json, () -> toolCall(json, draft));
  }

  private void toolCall(JsonReader json, ChoiceDraft draft) throws IOException {
    int index = ChoiceDraft.NO_INDEX;
    String id = null;
    String name = null;
    String arguments = "";
    String signature = null;
    for (String member = json.firstMember(); member != null; member = json.nextMember()) {
      switch (member) {
        case "index" -> index = json.integer(ChoiceDraft.NO_INDEX);
        case "id" -> id = json.scalar();
        case "type" -> json.skip();
        case "extra_content" -> {
          plain = false;
          signature = signature(json, 0);
        }
        // A custom tool takes free text, which stands where a function's arguments would.
        case "function", "custom" -> {
          plain &= member.equals("function");
          for (String inner = json.firstMember(); inner != null; inner = json.nextMember()) {
            switch (inner) {
              case "name" -> name = json.string();
              case "arguments", "input" -> arguments = arguments(json);
              default -> {
                plain = false;
                json.skip();
              }
            }
          }
        }
        default -> {
          plain = false;
          json.skip();
        }
      }
    }
    plain &= index >= 0 && (id == null || !id.isEmpty());
    draft.calls().add(new ChoiceDraft.Call(index, id, name, arguments, signature));
  }

  /** A seal over the call, under a member that the provider names after itself. */
  private static @Nullable String signature(JsonReader json, int depth) throws IOException {
    if (!json.isObject() || depth > 2) {
      json.skip();
      return null;
    }
    String found = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      String here = name.equals("thought_signature") ? json.string() : signature(json, depth + 1);
      found = found == null ? here : found;
    }
    return found;
  }

  /** Arguments are a string of JSON; some providers give the JSON itself. */
  private String arguments(JsonReader json) throws IOException {
    if (json.isObject() || json.isArray()) {
      plain = false;
      return json.raw();
    }
    String text = json.string();
    return text == null ? "" : text;
  }

  private static void functionCall(JsonReader json, ChoiceDraft draft) throws IOException {
    String name = null;
    String arguments = null;
    for (String member = json.firstMember(); member != null; member = json.nextMember()) {
      switch (member) {
        case "name" -> name = json.string();
        case "arguments" -> arguments = json.string();
        default -> json.skip();
      }
    }
    boolean says = name != null && !name.isEmpty() || arguments != null && !arguments.isEmpty();
    if (says) {
      String text = arguments == null ? "" : arguments;
      draft.calls().add(new ChoiceDraft.Call(0, null, name, text, null));
    }
  }

  private static void detail(JsonReader json, ChoiceDraft draft) throws IOException {
    int index = ChoiceDraft.NO_INDEX;
    ReasoningKind kind = ReasoningKind.TEXT;
    String text = "";
    String signature = null;
    String id = null;
    String format = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "type" -> kind = kind(json.string());
        case "index" -> index = json.integer(ChoiceDraft.NO_INDEX);
        case "text", "summary", "data" -> {
          String value = json.string();
          text = value == null ? text : value;
        }
        case "signature" -> signature = json.string();
        case "id" -> id = json.string();
        case "format" -> format = json.string();
        default -> json.skip();
      }
    }
    if (!text.isEmpty() || signature != null) {
      draft.details().add(new ChoiceDraft.Detail(index, kind, text, signature, id, format));
    }
  }

  private static ReasoningKind kind(@Nullable String type) {
    return switch (type) {
      case "reasoning.summary" -> ReasoningKind.SUMMARY;
      case "reasoning.encrypted" -> ReasoningKind.ENCRYPTED;
      case null, default -> ReasoningKind.TEXT;
    };
  }

  private static void annotation(JsonReader json, ChoiceDraft draft) throws IOException {
    if (json.isObject()) {
      draft.annotations().add(json.raw());
    } else {
      json.skip();
    }
  }

  /** An item of {@code images}: {@code {"type":"image_url","image_url":{"url":…}}}. */
  private static void image(JsonReader json, ChoiceDraft draft) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("image_url")) {
        link(json, draft);
      } else {
        json.skip();
      }
    }
  }

  private static void link(JsonReader json, ChoiceDraft draft) throws IOException {
    if (json.isString()) {
      addImage(json.string(), draft);
      return;
    }
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("url")) {
        addImage(json.string(), draft);
      } else {
        json.skip();
      }
    }
  }

  private static void addImage(@Nullable String url, ChoiceDraft draft) {
    if (url == null || url.isEmpty()) {
      return;
    }
    int comma = url.indexOf(";base64,");
    ChoiceDraft.Media media =
        url.startsWith("data:") && comma > 0
            ? new ChoiceDraft.Media(
                Modality.IMAGE,
                url.substring("data:".length(), comma),
                url.substring(comma + ";base64,".length()),
                null,
                null,
                null)
            : new ChoiceDraft.Media(Modality.IMAGE, null, "", url, null, null);
    draft.media().add(media);
  }

  private static void audio(JsonReader json, ChoiceDraft draft) throws IOException {
    String id = null;
    String data = null;
    String transcript = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "id" -> id = json.string();
        case "data" -> data = json.string();
        case "transcript" -> transcript = json.string();
        default -> json.skip();
      }
    }
    boolean says = data != null && !data.isEmpty() || transcript != null && !transcript.isEmpty();
    if (says) {
      String sound = data == null ? "" : data;
      draft.media().add(new ChoiceDraft.Media(Modality.AUDIO, null, sound, null, transcript, id));
    }
  }
}
