package cambio.server.surface.chat;

import cambio.server.surface.StrictJson;
import cambio.spi.request.CacheHint;
import cambio.spi.request.ContentPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code tool_calls} that an assistant message brings back. */
final class ToolCallReader {

  private final Ignored ignored;
  private final CacheHintReader cacheHints;
  private final Set<String> ids = new LinkedHashSet<>();
  private boolean custom;

  ToolCallReader(Ignored ignored, CacheHintReader cacheHints) {
    this.ignored = ignored;
    this.cacheHints = cacheHints;
  }

  /** Whether the array read last has a call of a tool with free-form input. */
  boolean custom() {
    return custom;
  }

  /** The ids of all calls read so far, in order. */
  Set<String> ids() {
    return ids;
  }

  /**
   * The calls. A call of a tool with free-form input has no canonical form: where there is one, the
   * list is empty and {@link #custom} is true, and the caller keeps the member as it is.
   */
  List<ContentPart> read(StrictJson json) throws IOException {
    custom = false;
    List<ContentPart> calls = new ArrayList<>();
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      ContentPart call = new Draft().read(json);
      if (call != null) {
        calls.add(call);
      }
    }
    return custom ? List.of() : calls;
  }

  private final class Draft {
    private @Nullable String type;
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable String arguments;
    private @Nullable String signature;
    private @Nullable CacheHint cacheHint;

    @Nullable ContentPart read(StrictJson json) throws IOException {
      String path = json.path();
      if (!json.isObject()) {
        throw json.wrong("a tool call, which is an object");
      }
      for (String member = json.firstMember(); member != null; member = json.nextMember()) {
        switch (member) {
          case "id" -> id = json.text();
          case "type" -> type = json.word("function", "custom");
          case "function" -> function(json);
          case "cache_control" -> cacheHint = cacheHints.read(json);
          case "extra_content" -> extraContent(json);
          // The place in the array says the same.
          case "index" -> json.skip();
          case "custom" -> json.skip();
          default -> ignored.skip(json);
        }
      }
      String callId = required(id, path + ".id");
      ids.add(callId);
      if ("custom".equals(type)) {
        custom = true;
        return null;
      }
      return new ContentPart.ToolCall(
          callId,
          required(name, path + ".function.name"),
          required(arguments, path + ".function.arguments"),
          signature,
          cacheHint);
    }

    private void function(StrictJson json) throws IOException {
      for (String member = json.firstMember(); member != null; member = json.nextMember()) {
        switch (member) {
          case "name" -> name = json.text();
          case "arguments" -> arguments = json.text();
          default -> ignored.skip(json);
        }
      }
    }

    /** A seal that some compatible providers put two objects deep beside the call. */
    private void extraContent(StrictJson json) throws IOException {
      for (String issuer = json.firstMember(); issuer != null; issuer = json.nextMember()) {
        for (String member = json.firstMember(); member != null; member = json.nextMember()) {
          switch (member) {
            case "thought_signature" -> signature = json.text();
            default -> ignored.skip(json);
          }
        }
      }
    }

    private static String required(@Nullable String value, String path) {
      if (value == null) {
        throw StrictJson.refusal(path, "missing");
      }
      return value;
    }
  }
}
