package cambio.dialect.responses;

import cambio.spi.event.TokenLogprob;
import cambio.wire.ErrorBody;
import cambio.wire.Frame;
import cambio.wire.JsonReader;
import cambio.wire.LogprobsParser;
import cambio.wire.UsageParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one event of a stream says, before it is acted upon. Members are read without regard to
 * {@code type}, which may stand last.
 */
final class StreamEvent {

  String type = "";
  int outputIndex = -1;
  int partIndex;
  @Nullable String itemId;
  @Nullable String delta;
  @Nullable String whole;
  @Nullable String annotation;
  @Nullable Item item;
  @Nullable Response response;
  @Nullable ErrorBody error;
  final List<TokenLogprob> logprobs = new ArrayList<>(0);

  static StreamEvent read(Frame frame, UsageParser usage) throws IOException {
    StreamEvent event = new StreamEvent();
    try (JsonReader json = frame.json()) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        event.member(name, json, frame, usage);
      }
      json.requireEnd();
    }
    if (event.type.isEmpty()) {
      event.type = frame.event();
    }
    if (event.type.equals("error") && event.error == null) {
      event.error = ErrorBody.of(frame.bytes(), frame.offset(), frame.length());
    }
    return event;
  }

  private void member(String name, JsonReader json, Frame frame, UsageParser usage)
      throws IOException {
    switch (name) {
      case "type" -> {
        String said = json.string();
        type = said == null ? "" : said;
      }
      case "output_index" -> outputIndex = json.integer(-1);
      case "content_index", "summary_index" -> partIndex = Math.max(0, json.integer(0));
      case "item_id" -> itemId = json.string();
      case "delta" -> delta = json.string();
      case "text", "refusal", "arguments", "input" ->
          whole = json.isObject() ? json.raw() : json.string();
      case "annotation" -> annotation = json.isObject() ? json.raw() : skipped(json);
      case "logprobs" -> LogprobsParser.tokens(json, logprobs);
      case "item" -> {
        int start = json.start();
        int end = json.end();
        item = Item.read(frame.bytes(), frame.offset() + start, end - start);
      }
      case "response" -> {
        int start = json.start();
        int end = json.end();
        response = Response.read(frame.bytes(), frame.offset() + start, end - start, usage);
      }
      case "error" -> error = json.isNull() ? null : ErrorBody.of(json);
      default -> json.skip();
    }
  }

  private static @Nullable String skipped(JsonReader json) throws IOException {
    json.skip();
    return null;
  }
}
