package cambio.dialect.cohere;

import cambio.spi.event.TokenLogprob;
import cambio.wire.ErrorBody;
import cambio.wire.Frame;
import cambio.wire.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a frame of a stream or a whole body says, before it is acted upon. In a stream the message,
 * the finish and the usage stand within {@code delta}, in a whole body at the top. Used again for
 * every frame.
 */
final class ChatEvent {

  private static final int MOST_TOKENS = 4096;

  final MessageParts message = new MessageParts();
  final List<TokenLogprob> logprobs = new ArrayList<>(0);
  String type = "";
  int index;
  boolean hasMessage;
  boolean hasUsage;
  @Nullable String id;
  @Nullable String finishReason;
  @Nullable String error;

  /** The text of an error that stands in the place of an answer. */
  @Nullable String complaint;

  void read(Frame frame, UsageCounts usage) throws IOException {
    clear();
    try (JsonReader json = frame.json()) {
      if (!json.isObject()) {
        throw new IOException("no object");
      }
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        member(name, json, usage);
      }
      json.requireEnd();
    }
    if (type.isEmpty()) {
      type = frame.event();
    }
  }

  /** The error as the classifier takes it. */
  ErrorBody errorBody() {
    String said = complaint != null ? complaint : error;
    return new ErrorBody(said, null, finishReason, null);
  }

  private void member(String name, JsonReader json, UsageCounts usage) throws IOException {
    switch (name) {
      case "type" -> {
        String value = json.string();
        type = value == null ? "" : value;
      }
      case "id" -> id = json.string();
      case "index" -> index = json.integer(0);
      case "delta" -> {
        for (String m = json.firstMember(); m != null; m = json.nextMember()) {
          member(m, json, usage);
        }
      }
      case "message" -> {
        if (json.isString()) {
          complaint = json.string();
        } else {
          hasMessage |= json.isObject();
          message.read(json);
        }
      }
      case "finish_reason" -> finishReason = json.string();
      case "error" -> error = json.isString() ? json.string() : ErrorBody.of(json).message();
      case "usage" -> {
        hasUsage |= json.isObject();
        usage.read(json);
      }
      case "logprobs" -> logprobs(json);
      default -> json.skip();
    }
  }

  private void logprobs(JsonReader json) throws IOException {
    if (!json.isArray()) {
      logprob(json);
      return;
    }
    for (boolean more = json.firstElement(); more; more = json.nextElement()) {
      logprob(json);
    }
  }

  /** A piece of text of one or more tokens: its probability is the product of theirs. */
  private void logprob(JsonReader json) throws IOException {
    @Nullable String text = null;
    double sum = 0;
    int tokens = 0;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "text" -> text = json.string();
        case "logprobs" -> {
          for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            sum += json.number(0);
            tokens++;
          }
        }
        default -> json.skip();
      }
    }
    if (tokens > 0 && tokens <= MOST_TOKENS && Double.isFinite(sum)) {
      logprobs.add(new TokenLogprob(text == null ? "" : text, Math.min(0, sum), null, List.of()));
    }
  }

  private void clear() {
    message.clear();
    logprobs.clear();
    type = "";
    index = 0;
    hasMessage = false;
    hasUsage = false;
    id = null;
    finishReason = null;
    error = null;
    complaint = null;
  }
}
