package cambio.dialect.responses;

import cambio.spi.DecodeContext;
import cambio.spi.EventSink;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.Started;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.wire.ErrorBody;
import cambio.wire.FailureClassifier;
import cambio.wire.Frame;
import cambio.wire.FrameReader;
import cambio.wire.UsageParser;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a stream, or a whole response. A stream is complete where the response is
 * completed or incomplete and nowhere else; events that are new are passed over.
 */
final class ResponseReader implements FrameReader {

  private final DecodeContext context;
  private final UsageParser usage = new UsageParser(false);
  private final AnswerEvents answer;

  private boolean started;
  private boolean done;
  private @Nullable Usage reported;

  ResponseReader(DecodeContext context) {
    this.context = context;
    this.answer =
        new AnswerEvents(ResponsesOption.REASONING_FORMAT.of(context.endpoint().quirks()));
  }

  @Override
  public void frame(Frame frame, EventSink sink) throws IOException {
    if (frame.is("[DONE]")) {
      return;
    }
    act(StreamEvent.read(frame, usage));
    emit(sink);
  }

  @Override
  public void body(Frame body, EventSink sink) throws IOException {
    Response response = Response.read(body.bytes(), body.offset(), body.length(), usage);
    if (response.output() == null && response.error() == null) {
      ErrorBody error = ErrorBody.of(body.bytes(), body.offset(), body.length());
      throw error.message() == null
          ? protocolError("The provider's answer has neither output nor an error.")
          : failure(error);
    }
    start(response);
    finish(response);
    emit(sink);
  }

  @Override
  public boolean done() {
    return done;
  }

  private void emit(EventSink sink) {
    List<GenerationEvent> events = answer.take();
    events.forEach(sink::event);
  }

  private void act(StreamEvent event) throws IOException {
    if (event.error != null) {
      throw failure(event.error);
    }
    Response response = event.response;
    switch (event.type) {
      case "response.created", "response.in_progress", "response.queued" -> start(response);
      case "response.completed", "response.incomplete", "response.failed", "response.cancelled" -> {
        if (response == null) {
          throw protocolError("The provider ended its stream without a response.");
        }
        start(response);
        finish(response);
      }
      default -> {
        if (event.type.startsWith("response.")) {
          start(response);
          itemEvent(event);
        }
      }
    }
  }

  private void itemEvent(StreamEvent event) throws IOException {
    switch (event.type) {
      case "response.output_item.added" -> {
        if (event.item != null) {
          answer.begin(state(event), event.item);
        }
      }
      case "response.output_item.done" -> {
        if (event.item != null) {
          answer.complete(state(event), event.item);
        }
      }
      case "response.output_text.annotation.added" -> {
        if (event.annotation != null) {
          answer.annotation(state(event), event.annotation);
        }
      }
      default -> {
        ItemState.Kind kind = kind(event.type);
        if (kind != null) {
          piece(event, kind);
        }
      }
    }
  }

  private ItemState state(StreamEvent event) {
    Item item = event.item;
    return answer.item(event.outputIndex, item == null ? event.itemId : item.id());
  }

  private void piece(StreamEvent event, ItemState.Kind kind) {
    ItemState state = state(event);
    if (event.delta != null) {
      answer.piece(state, kind, event.partIndex, event.delta);
      answer.logprobs(kind == ItemState.Kind.REFUSAL, event.logprobs);
    } else {
      answer.whole(state, kind, event.partIndex, event.whole);
    }
  }

  /** What the event brings more of, or shows whole; null where it says nothing to this dialect. */
  private static ItemState.@Nullable Kind kind(String type) {
    return switch (type) {
      case "response.output_text.delta", "response.output_text.done" -> ItemState.Kind.TEXT;
      case "response.refusal.delta", "response.refusal.done" -> ItemState.Kind.REFUSAL;
      case "response.reasoning_summary_text.delta", "response.reasoning_summary_text.done" ->
          ItemState.Kind.SUMMARY;
      case "response.reasoning_text.delta", "response.reasoning_text.done" ->
          ItemState.Kind.THOUGHT;
      case "response.function_call_arguments.delta",
          "response.function_call_arguments.done",
          "response.custom_tool_call_input.delta",
          "response.custom_tool_call_input.done" ->
          ItemState.Kind.ARGUMENTS;
      default -> null;
    };
  }

  private void start(@Nullable Response response) {
    if (!started) {
      started = true;
      answer.add(
          new Started(
              response == null ? null : response.id(), response == null ? null : response.model()));
    }
  }

  private void finish(Response response) throws IOException {
    ErrorBody error = response.error();
    switch (response.status()) {
      case "completed", "incomplete", "" -> {
        if (error != null) {
          throw failure(error);
        }
      }
      case "failed", "cancelled" -> throw failure(error == null ? ErrorBody.nothing() : error);
      default -> throw protocolError("The provider answered before the response was finished.");
    }
    List<Item> output = response.output();
    if (output != null) {
      answer.completeAll(output);
    }
    response.filters().forEach(answer::add);
    Usage counted = response.usage();
    if (counted != null && !counted.equals(reported)) {
      reported = counted;
      answer.add(new UsageReported(counted));
    }
    boolean incomplete = response.status().equals("incomplete");
    String reason = response.reason() == null ? "incomplete" : response.reason();
    answer.finish(incomplete ? reason : null, "completed");
    done = true;
  }

  /** Codes of this dialect that blame the request, and no status. */
  private FailureException failure(ErrorBody error) {
    String code = error.codeOrType() == null ? "" : error.codeOrType();
    boolean callers =
        code.startsWith("invalid_")
            || code.startsWith("image_")
            || code.startsWith("unsupported_")
            || code.equals("empty_image_file")
            || code.equals("failed_to_download_image");
    Failure failure =
        callers
            ? FailureClassifier.of(400, context.head().headers(), error)
                .withUpstream(context.head().status(), code)
            : FailureClassifier.inBand(context.head(), error);
    return new FailureException(failure);
  }

  private static FailureException protocolError(String message) {
    return new FailureException(Failure.of(FailureKind.PROTOCOL_ERROR, message));
  }
}
