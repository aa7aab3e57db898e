package cambio.dialect.bedrock;

import cambio.spi.DecodeContext;
import cambio.spi.EventSink;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.ResponseHead;
import cambio.spi.event.Usage;
import cambio.wire.ErrorBody;
import cambio.wire.Frame;
import cambio.wire.FrameReader;
import cambio.wire.JsonReader;
import cambio.wire.StructuredOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole answer. */
final class AnswerReader implements FrameReader {

  private final ResponseHead head;
  private final AnswerEvents answer;
  private boolean done;

  AnswerReader(DecodeContext context) {
    this.head = context.head();
    this.answer =
        new AnswerEvents(
            HistoryReasoning.format(context.endpoint().quirks()),
            head.headers().first("x-amzn-requestid"));
  }

  @Override
  public void frame(Frame frame, EventSink sink) {
    throw new FailureException(
        Failure.of(
            FailureKind.PROTOCOL_ERROR,
            "The provider sent text events where a binary event stream was expected."));
  }

  @Override
  public boolean done() {
    return done;
  }

  @Override
  public void body(Frame body, EventSink sink) throws IOException {
    @Nullable String message = null;
    String stopReason = "";
    @Nullable Usage usage = null;
    Metadata metadata = new Metadata();
    try (JsonReader json = body.json()) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "output" -> message = message(json);
          case "stopReason" -> {
            String reason = json.string();
            stopReason = reason == null ? "" : reason;
          }
          case "usage" -> usage = UsageReader.read(json);
          default -> {
            if (!metadata.take(name, json)) {
              json.skip();
            }
          }
        }
      }
      json.requireEnd();
    }
    if (message == null) {
      throw noAnswer(body);
    }
    answer.start();
    for (String block : blocks(message)) {
      block(block);
    }
    answer.usage(usage);
    metadata.addTo(answer);
    answer.finish(stopReason);
    done = true;
    answer.take().forEach(sink::event);
  }

  private FailureException noAnswer(Frame body) {
    ErrorBody error = ErrorBody.of(body.bytes(), body.offset(), body.length());
    if (error.message() == null && error.type() == null) {
      return new FailureException(
          Failure.of(
              FailureKind.PROTOCOL_ERROR,
              "The provider's answer has neither output nor an error."));
    }
    return new FailureException(ConverseFailures.inBand(head, null, error));
  }

  private static @Nullable String message(JsonReader json) throws IOException {
    @Nullable String message = null;
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      if (name.equals("message") && json.isObject()) {
        message = json.raw();
      } else {
        json.skip();
      }
    }
    return message;
  }

  private static List<String> blocks(String message) throws IOException {
    List<String> blocks = new ArrayList<>();
    try (JsonReader json = JsonReader.of(message)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        if (!name.equals("content")) {
          json.skip();
          continue;
        }
        for (boolean more = json.firstElement(); more; more = json.nextElement()) {
          blocks.add(json.raw());
        }
      }
    }
    return blocks;
  }

  private void block(String block) throws IOException {
    try (JsonReader json = JsonReader.of(block)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "text" -> {
            String text = json.string();
            answer.text(text == null ? "" : text);
          }
          case "toolUse" -> call(json.raw(), block);
          case "reasoningContent" -> reasoning(json);
          case "citationsContent" -> citations(json);
          case "image" -> image(json);
          default -> {
            json.skip();
            answer.opaque(block);
          }
        }
      }
    }
  }

  private void call(String call, String block) throws IOException {
    @Nullable String id = null;
    @Nullable String name = null;
    @Nullable String type = null;
    String input = "{}";
    try (JsonReader json = JsonReader.of(call)) {
      for (String key = json.firstMember(); key != null; key = json.nextMember()) {
        switch (key) {
          case "toolUseId" -> id = json.string();
          case "name" -> name = json.string();
          case "type" -> type = json.string();
          case "input" -> input = json.raw();
          default -> json.skip();
        }
      }
    }
    if ("server_tool_use".equals(type)) {
      answer.opaque(block);
    } else if (StructuredOutput.TOOL.equals(name)) {
      answer.text(input);
    } else {
      answer.arguments(answer.call(id, name), input);
    }
  }

  private void reasoning(JsonReader json) throws IOException {
    int ordinal = answer.nextReasoning();
    for (String kind = json.firstMember(); kind != null; kind = json.nextMember()) {
      switch (kind) {
        case "reasoningText" -> {
          String text = "";
          @Nullable String signature = null;
          for (String key = json.firstMember(); key != null; key = json.nextMember()) {
            String value = json.string();
            if (key.equals("text") && value != null) {
              text = value;
            } else if (key.equals("signature")) {
              signature = value;
            }
          }
          answer.reasoning(ordinal, text, signature);
        }
        case "redactedContent" -> {
          String data = json.string();
          if (data != null) {
            answer.redacted(ordinal, data);
          }
        }
        default -> json.skip();
      }
    }
  }

  private void citations(JsonReader json) throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> citations = new ArrayList<>();
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "content" -> Citations.texts(json, text);
        case "citations" -> {
          for (boolean more = json.firstElement(); more; more = json.nextElement()) {
            citations.add(json.raw());
          }
        }
        default -> json.skip();
      }
    }
    answer.text(text.toString());
    for (String citation : citations) {
      answer.annotation(Citations.annotation(citation));
    }
  }

  private void image(JsonReader json) throws IOException {
    @Nullable String format = null;
    String data = "";
    for (String name = json.firstMember(); name != null; name = json.nextMember()) {
      switch (name) {
        case "format" -> format = json.string();
        case "source" -> {
          for (String key = json.firstMember(); key != null; key = json.nextMember()) {
            String bytes = json.string();
            data = key.equals("bytes") && bytes != null ? bytes : data;
          }
        }
        default -> json.skip();
      }
    }
    answer.image(answer.nextMedia(), format, data);
  }
}
