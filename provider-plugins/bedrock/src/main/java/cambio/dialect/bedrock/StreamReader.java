package cambio.dialect.bedrock;

import cambio.spi.DecodeContext;
import cambio.spi.EventSink;
import cambio.spi.FailureException;
import cambio.spi.ResponseHead;
import cambio.wire.ErrorBody;
import cambio.wire.JsonReader;
import cambio.wire.JsonWriter;
import cambio.wire.StructuredOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the messages of one stream. An answer is whole with its {@code metadata}. */
final class StreamReader {

  private final ResponseHead head;
  private final AnswerEvents answer;
  private final Map<Integer, OpenBlock> open = new HashMap<>();
  private boolean stopped;
  private boolean done;

  StreamReader(DecodeContext context) {
    this.head = context.head();
    this.answer =
        new AnswerEvents(
            HistoryReasoning.format(context.endpoint().quirks()),
            head.headers().first("x-amzn-requestid"));
  }

  /** Whether the model has stopped; what may follow is the usage. */
  boolean stopped() {
    return stopped;
  }

  /** Whether the stream has said all. */
  boolean done() {
    return done;
  }

  /** Reads a message whole, then emits what it says. */
  void message(StreamMessage message, EventSink sink) throws IOException {
    if (!message.type().equals("event")) {
      throw failure(message);
    }
    switch (message.event()) {
      case "messageStart" -> answer.start();
      case "contentBlockStart", "contentBlockDelta", "contentBlockStop" -> block(message);
      case "messageStop" -> stop(message);
      case "metadata" -> metadata(message);
      default -> {} // new events say nothing to this reader
    }
    answer.take().forEach(sink::event);
  }

  private FailureException failure(StreamMessage message) {
    ErrorBody error = ErrorBody.of(message.bytes(), message.offset(), message.length());
    String said = message.headers().get(":error-message");
    ErrorBody named = error.message() == null ? new ErrorBody(said, null, null, null) : error;
    return new FailureException(ConverseFailures.inBand(head, message.exception(), named));
  }

  private static JsonReader json(StreamMessage message) throws IOException {
    return JsonReader.of(message.bytes(), message.offset(), message.length());
  }

  private void block(StreamMessage message) throws IOException {
    int index = 0;
    @Nullable String inner = null;
    try (JsonReader json = json(message)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "contentBlockIndex" -> index = json.integer(0);
          case "start", "delta" -> inner = json.raw();
          default -> json.skip();
        }
      }
      json.requireEnd();
    }
    switch (message.event()) {
      case "contentBlockStart" -> start(index, inner);
      case "contentBlockDelta" -> delta(index, inner);
      default -> stop(index);
    }
  }

  private void start(int index, @Nullable String start) throws IOException {
    if (start == null) {
      return;
    }
    try (JsonReader json = JsonReader.of(start)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "toolUse" -> open.put(index, call(json.raw()));
          case "toolResult" -> {
            OpenBlock block = new OpenBlock(OpenBlock.Kind.SERVER_RESULT, 0, null);
            for (String key = json.firstMember(); key != null; key = json.nextMember()) {
              block.member(key, json.raw());
            }
            open.put(index, block);
          }
          case "image" -> open.put(index, image(json));
          default -> json.skip();
        }
      }
    }
  }

  private OpenBlock call(String start) throws IOException {
    @Nullable String id = null;
    @Nullable String name = null;
    @Nullable String type = null;
    OpenBlock server = new OpenBlock(OpenBlock.Kind.SERVER_CALL, 0, null);
    try (JsonReader json = JsonReader.of(start)) {
      for (String key = json.firstMember(); key != null; key = json.nextMember()) {
        String raw = json.isObject() || json.isArray() ? json.raw() : null;
        String text = raw == null ? json.string() : null;
        switch (key) {
          case "toolUseId" -> id = text;
          case "name" -> name = text;
          case "type" -> type = text;
          default -> {}
        }
        if (text != null) {
          server.member(key, cambio.wire.JsonText.quote(text));
        } else if (raw != null) {
          server.member(key, raw);
        }
      }
    }
    if ("server_tool_use".equals(type)) {
      return server;
    }
    if (StructuredOutput.TOOL.equals(name)) {
      return new OpenBlock(OpenBlock.Kind.OUTPUT, 0, null);
    }
    return new OpenBlock(OpenBlock.Kind.CALL, answer.call(id, name), null);
  }

  private OpenBlock image(JsonReader json) throws IOException {
    @Nullable String format = null;
    for (String key = json.firstMember(); key != null; key = json.nextMember()) {
      if (key.equals("format")) {
        format = json.string();
      } else {
        json.skip();
      }
    }
    return new OpenBlock(OpenBlock.Kind.IMAGE, answer.nextMedia(), format);
  }

  private void delta(int index, @Nullable String delta) throws IOException {
    if (delta == null) {
      return;
    }
    try (JsonReader json = JsonReader.of(delta)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "text" -> answer.text(orEmpty(json.string()));
          case "toolUse" -> arguments(index, json);
          case "reasoningContent" -> reasoning(index, json);
          case "citation" -> answer.annotation(Citations.annotation(json.raw()));
          case "toolResult" -> {
            OpenBlock block = open.get(index);
            for (boolean more = json.firstElement(); more; more = json.nextElement()) {
              String raw = json.raw();
              if (block != null) {
                block.content(raw);
              }
            }
          }
          case "image" -> imageData(index, json);
          default -> json.skip();
        }
      }
    }
  }

  private void arguments(int index, JsonReader json) throws IOException {
    OpenBlock block = open.get(index);
    for (String key = json.firstMember(); key != null; key = json.nextMember()) {
      String piece = key.equals("input") ? orEmpty(json.string()) : "";
      if (!key.equals("input")) {
        json.skip();
      }
      if (block == null || piece.isEmpty()) {
        continue;
      }
      block.argued();
      switch (block.kind()) {
        case CALL -> answer.arguments(block.ordinal(), piece);
        case OUTPUT -> answer.text(piece);
        case SERVER_CALL -> block.input(piece);
        case TEXT, REASONING, IMAGE, SERVER_RESULT -> {}
      }
    }
  }

  private void reasoning(int index, JsonReader json) throws IOException {
    OpenBlock block = open.get(index);
    if (block == null) {
      block = new OpenBlock(OpenBlock.Kind.REASONING, answer.nextReasoning(), null);
      open.put(index, block);
    }
    for (String key = json.firstMember(); key != null; key = json.nextMember()) {
      String value = json.string();
      if (value == null) {
        continue;
      }
      switch (key) {
        case "text" -> answer.reasoning(block.ordinal(), value, null);
        case "signature" -> answer.reasoning(block.ordinal(), "", value);
        case "redactedContent" -> answer.redacted(block.ordinal(), value);
        default -> {}
      }
    }
  }

  private void imageData(int index, JsonReader json) throws IOException {
    OpenBlock block = open.get(index);
    for (String key = json.firstMember(); key != null; key = json.nextMember()) {
      if (!key.equals("source")) {
        json.skip();
        continue;
      }
      for (String kind = json.firstMember(); kind != null; kind = json.nextMember()) {
        String data = kind.equals("bytes") ? json.string() : null;
        if (data == null) {
          json.skip();
        } else if (block != null) {
          answer.image(block.ordinal(), block.format(), data);
        }
      }
    }
  }

  private void stop(int index) {
    OpenBlock block = open.remove(index);
    if (block == null) {
      return;
    }
    switch (block.kind()) {
      case CALL -> {
        if (!block.hasArguments()) {
          answer.arguments(block.ordinal(), "{}");
        }
      }
      case OUTPUT -> {
        if (!block.hasArguments()) {
          answer.text("{}");
        }
      }
      case SERVER_CALL, SERVER_RESULT -> answer.opaque(block.whole());
      case TEXT, REASONING, IMAGE -> {}
    }
  }

  private void stop(StreamMessage message) throws IOException {
    String reason = "";
    @Nullable String fields = null;
    try (JsonReader json = json(message)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "stopReason" -> reason = orEmpty(json.string());
          case "additionalModelResponseFields" -> fields = json.isNull() ? null : json.raw();
          default -> json.skip();
        }
      }
      json.requireEnd();
    }
    if (fields != null) {
      answer.opaque(
          new JsonWriter()
              .object()
              .rawMember("additionalModelResponseFields", fields)
              .end()
              .toText());
    }
    if (!stopped) {
      answer.finish(reason);
      stopped = true;
    }
  }

  private void metadata(StreamMessage message) throws IOException {
    Metadata metadata = new Metadata();
    try (JsonReader json = json(message)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        if (name.equals("usage")) {
          answer.usage(UsageReader.read(json));
        } else if (!metadata.take(name, json)) {
          json.skip();
        }
      }
      json.requireEnd();
    }
    metadata.addTo(answer);
    done = stopped;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
