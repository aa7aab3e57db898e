package cambio.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What can be read from the JSON of an error, in any of the shapes that providers use: {@code
 * {"error":{"message","type","code","param"}}}, {@code {"error":"…"}}, {@code {"message":…}},
 * {@code {"detail":…}}, {@code {"errors":[…]}}, {@code {"__type":…}}, each also as the first
 * element of an array. Lenient: what is not understood is absent.
 *
 * @param message the provider's words, unfiltered; see {@link SafeText}
 * @param type the provider's class of the error, or its more exact code within
 * @param code the provider's code; a number as text
 * @param field the request member that the provider blames
 */
public record ErrorBody(
    @Nullable String message,
    @Nullable String type,
    @Nullable String code,
    @Nullable String field) {

  private static final ErrorBody NOTHING = new ErrorBody(null, null, null, null);
  private static final int DEEPEST = 4;

  /** Reads a body; what is no JSON (or cut) gives what was read until there. */
  public static ErrorBody of(byte[] body) {
    return of(body, 0, body.length);
  }

  /** Reads a slice. */
  public static ErrorBody of(byte[] bytes, int offset, int length) {
    Draft draft = new Draft();
    try (JsonReader json = JsonReader.of(bytes, offset, length)) {
      draft.read(json, 0);
    } catch (IOException e) {
      return draft.done();
    }
    return draft.done();
  }

  /** Reads the error that a reader stands on. */
  public static ErrorBody of(JsonReader json) throws IOException {
    Draft draft = new Draft();
    draft.read(json, 0);
    return draft.done();
  }

  /** Nothing could be read. */
  public static ErrorBody nothing() {
    return NOTHING;
  }

  /** The code, or the type where there is none. */
  public @Nullable String codeOrType() {
    return code != null ? code : type;
  }

  private static final class Draft {
    private @Nullable String message;
    private @Nullable String type;
    private @Nullable String code;
    private @Nullable String field;
    private @Nullable String inner;

    void read(JsonReader json, int depth) throws IOException {
      if (depth > DEEPEST) {
        json.skip();
      } else if (json.isArray()) {
        while (json.nextElement()) {
          read(json, depth + 1);
        }
      } else if (json.isObject()) {
        String name = json.firstMember();
        while (name != null) {
          member(name, json, depth);
          name = json.nextMember();
        }
      } else {
        message = first(message, json.string());
      }
    }

    private void member(String name, JsonReader json, int depth) throws IOException {
      switch (name) {
        case "error", "errors", "detail", "details" -> read(json, depth + 1);
        case "message", "Message", "msg", "title" -> text(json, depth);
        case "type", "__type", "status", "error_type" -> {
          String value = json.string();
          if (value != null && !value.equals("error")) {
            type = first(type, value);
          }
        }
        case "code" -> code = first(code, json.scalar());
        case "innererror" -> inner = first(inner, innermost(json, depth + 1));
        case "param" -> field = first(field, json.string());
        case "loc" -> field = first(field, location(json));
        default -> json.skip();
      }
    }

    /** Azure's: the same error again, told more exactly. */
    private static @Nullable String innermost(JsonReader json, int depth) throws IOException {
      Draft draft = new Draft();
      draft.read(json, depth);
      return draft.inner != null ? draft.inner : draft.code;
    }

    private void text(JsonReader json, int depth) throws IOException {
      if (json.isString()) {
        message = first(message, json.string());
      } else {
        read(json, depth + 1);
      }
    }

    /** Validation errors of FastAPI: {@code ["body","messages",0,"content"]}. */
    private static @Nullable String location(JsonReader json) throws IOException {
      StringBuilder path = new StringBuilder();
      boolean more = json.firstElement();
      while (more) {
        boolean index = json.isNumber();
        String part = json.scalar();
        if (part != null && !part.equals("body")) {
          path.append(index ? "[" + part + "]" : (path.isEmpty() ? "" : ".") + part);
        }
        more = json.nextElement();
      }
      return path.isEmpty() ? null : path.toString();
    }

    private static @Nullable String first(@Nullable String have, @Nullable String more) {
      return have != null ? have : more;
    }

    ErrorBody done() {
      String kind = type == null ? inner : type;
      boolean nothing = message == null && kind == null && code == null && field == null;
      return nothing ? NOTHING : new ErrorBody(message, kind, code, field);
    }
  }
}
