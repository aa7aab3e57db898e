package cambio.dialect.responses;

import cambio.spi.event.TokenLogprob;
import cambio.wire.JsonReader;
import cambio.wire.LogprobsParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An output item as one frame or body shows it: whole, or at its beginning.
 *
 * @param input of a custom tool's call, free text
 * @param result of an image's generation, base64
 * @param summaries of reasoning, in order
 * @param parts of a message or of reasoning, in order
 * @param raw the item's JSON, kept only where its type has no canonical form
 */
record Item(
    String type,
    @Nullable String id,
    @Nullable String callId,
    @Nullable String name,
    @Nullable String arguments,
    @Nullable String input,
    @Nullable String encrypted,
    @Nullable String result,
    @Nullable String outputFormat,
    List<String> summaries,
    List<Part> parts,
    String raw) {

  /**
   * A part of a message or of reasoning.
   *
   * @param annotations as raw JSON
   */
  record Part(String type, String text, List<String> annotations, List<TokenLogprob> logprobs) {}

  /** Whether the item calls a tool of the caller's. */
  boolean calls() {
    return type.equals("function_call") || type.equals("custom_tool_call");
  }

  private static boolean isKnown(String type) {
    return switch (type) {
      case "message", "reasoning", "function_call", "custom_tool_call", "image_generation_call" ->
          true;
      default -> false;
    };
  }

  /** Reads the item in this slice. */
  static Item read(byte[] bytes, int offset, int length) throws IOException {
    Draft draft = new Draft();
    try (JsonReader json = JsonReader.of(bytes, offset, length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        draft.member(name, json);
      }
    }
    String raw =
        isKnown(draft.type) ? "" : new String(bytes, offset, length, StandardCharsets.UTF_8);
    return new Item(
        draft.type,
        draft.id,
        draft.callId == null ? draft.id : draft.callId,
        draft.name,
        draft.arguments,
        draft.input,
        draft.encrypted,
        draft.result,
        draft.outputFormat,
        draft.summaries,
        draft.parts,
        raw);
  }

  private static final class Draft {
    private String type = "";
    private @Nullable String id;
    private @Nullable String callId;
    private @Nullable String name;
    private @Nullable String arguments;
    private @Nullable String input;
    private @Nullable String encrypted;
    private @Nullable String result;
    private @Nullable String outputFormat;
    private final List<String> summaries = new ArrayList<>(0);
    private final List<Part> parts = new ArrayList<>(1);

    void member(String member, JsonReader json) throws IOException {
      switch (member) {
        case "type" -> type = orEmpty(json.string());
        case "id" -> id = json.string();
        case "call_id" -> callId = json.string();
        case "name" -> name = json.string();
        case "arguments" -> arguments = json.isObject() ? json.raw() : json.string();
        case "input" -> input = json.string();
        case "encrypted_content" -> encrypted = json.string();
        case "result" -> result = json.string();
        case "output_format" -> outputFormat = json.string();
        case "summary" -> {
          for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            summaries.add(part(json).text());
          }
        }
        case "content" -> {
          for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            parts.add(part(json));
          }
        }
        default -> json.skip();
      }
    }

    private static Part part(JsonReader json) throws IOException {
      String type = "";
      String text = "";
      List<String> annotations = new ArrayList<>(0);
      List<TokenLogprob> logprobs = new ArrayList<>(0);
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "type" -> type = orEmpty(json.string());
          case "text", "refusal" -> text = orEmpty(json.string());
          case "annotations" -> {
            for (boolean more = json.firstElement(); more; more = json.nextElement()) {
              annotations.add(json.raw());
            }
          }
          case "logprobs" -> LogprobsParser.tokens(json, logprobs);
          default -> json.skip();
        }
      }
      return new Part(type, text, annotations, logprobs);
    }

    private static String orEmpty(@Nullable String text) {
      return text == null ? "" : text;
    }
  }
}
