package cambio.dialect.cohere;

import cambio.wire.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code message} holds: all of an answer, or the piece of it that an event brings. Where a
 * whole answer has arrays a piece has single objects, so both are read as lists.
 */
final class MessageParts {

  /** A piece of the content; one of the two texts is there. */
  record Content(@Nullable String text, @Nullable String thinking) {}

  /** A tool call, or more of one. */
  record Call(@Nullable String id, @Nullable String name, @Nullable String arguments) {}

  final List<Content> contents = new ArrayList<>(1);
  final List<Call> calls = new ArrayList<>(1);

  /** Citations as raw JSON. */
  final List<String> citations = new ArrayList<>(1);

  @Nullable String plan;

  void clear() {
    contents.clear();
    calls.clear();
    citations.clear();
    plan = null;
  }

  void read(JsonReader json) throws IOException {
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "content" -> each(json, this::content);
        case "tool_calls" -> each(json, this::call);
        case "citations" -> each(json, this::citation);
        case "tool_plan" -> plan = json.string();
        default -> json.skip();
      }
    }
  }

  private interface Element {
    void read(JsonReader json) throws IOException;
  }

  private static void each(JsonReader json, Element element) throws IOException {
    if (json.isArray()) {
      for (boolean more = json.firstElement(); more; more = json.nextElement()) {
        element.read(json);
      }
    } else {
      element.read(json);
    }
  }

  private void content(JsonReader json) throws IOException {
    if (json.isString()) {
      contents.add(new Content(json.string(), null));
      return;
    }
    if (!json.isObject()) {
      json.skip();
      return;
    }
    @Nullable String text = null;
    @Nullable String thinking = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "text" -> text = json.string();
        case "thinking" -> thinking = json.string();
        default -> json.skip();
      }
    }
    contents.add(new Content(text, thinking));
  }

  private void call(JsonReader json) throws IOException {
    if (!json.isObject()) {
      json.skip();
      return;
    }
    @Nullable String id = null;
    @Nullable String function = null;
    @Nullable String arguments = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "id" -> id = json.string();
        case "function" -> {
          for (String m = json.firstMember(); m != null; m = json.nextMember()) {
            switch (m) {
              case "name" -> function = json.string();
              case "arguments" -> arguments = json.isObject() ? json.raw() : json.string();
              default -> json.skip();
            }
          }
        }
        default -> json.skip();
      }
    }
    calls.add(new Call(id, function, arguments));
  }

  private void citation(JsonReader json) throws IOException {
    if (json.isObject()) {
      citations.add(json.raw());
    } else {
      json.skip();
    }
  }
}
