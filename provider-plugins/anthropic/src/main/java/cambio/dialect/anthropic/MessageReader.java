package cambio.dialect.anthropic;

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
import cambio.wire.Frame;
import cambio.wire.FrameReader;
import cambio.wire.JsonReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a stream, or a whole message. A stream is complete at {@code message_stop}
 * and nowhere else; {@code ping} and events that are new are passed over. Frames are offered for
 * splicing as long as the events say what the wire says, which an emulated output format ends.
 */
final class MessageReader implements FrameReader {

  private final DecodeContext context;
  private final UsageCounts usage = new UsageCounts();
  private final AnswerEvents answer = new AnswerEvents();
  private final StreamEvent event = new StreamEvent();

  private boolean started;
  private boolean done;
  private @Nullable Usage reported;

  MessageReader(DecodeContext context) {
    this.context = context;
  }

  @Override
  public void frame(Frame frame, EventSink sink) throws IOException {
    event.read(frame, usage);
    boolean meant = act();
    List<GenerationEvent> events = answer.take();
    if (meant && !answer.emulated()) {
      sink.beginFrame(event.source(frame));
      events.forEach(sink::event);
      sink.endFrame();
    } else {
      events.forEach(sink::event);
    }
  }

  @Override
  public void body(Frame body, EventSink sink) throws IOException {
    WholeMessage message = WholeMessage.read(body, usage);
    ErrorBody error = message.error();
    if (error != null) {
      throw failure(error);
    }
    start(message.id(), message.model());
    for (ContentBlock block : message.blocks()) {
      answer.start(0, block);
      answer.stop(0);
    }
    answer.stopReason(message.stopReason(), message.explanation());
    report();
    answer.finish();
    done = true;
    answer.take().forEach(sink::event);
  }

  @Override
  public boolean done() {
    return done;
  }

  /** Acts upon the event; false where it says nothing to this dialect. */
  private boolean act() throws IOException {
    ErrorBody error = event.error();
    if (error != null || event.type().equals("error")) {
      throw failure(error == null ? ErrorBody.nothing() : error);
    }
    switch (event.type()) {
      case "message_start" -> {
        start(event.id(), event.model());
        report();
      }
      case "content_block_start" -> {
        start(null, null);
        ContentBlock block = event.block();
        if (block != null) {
          answer.start(event.index(), block);
        }
      }
      case "content_block_delta" -> {
        start(null, null);
        answer.delta(event.index(), event.delta());
      }
      case "content_block_stop" -> answer.stop(event.index());
      case "message_delta" -> {
        start(null, null);
        answer.stopReason(event.delta().stopReason, event.delta().explanation);
        report();
      }
      case "message_stop" -> {
        answer.finish();
        done = true;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void start(@Nullable String id, @Nullable String model) {
    if (!started) {
      started = true;
      answer.add(new Started(id, model));
    }
  }

  private void report() {
    Usage now = usage.toUsage();
    if (now != null && !now.equals(reported)) {
      reported = now;
      answer.add(new UsageReported(now));
    }
  }

  private FailureException failure(ErrorBody error) {
    return new FailureException(MessagesFailures.inBand(context.head(), error));
  }

  /** A whole message, read before anything of it is said. */
  private record WholeMessage(
      @Nullable String id,
      @Nullable String model,
      List<ContentBlock> blocks,
      @Nullable String stopReason,
      @Nullable String explanation,
      @Nullable ErrorBody error) {

    static WholeMessage read(Frame body, UsageCounts usage) throws IOException {
      @Nullable String id = null;
      @Nullable String model = null;
      @Nullable String stopReason = null;
      @Nullable String explanation = null;
      @Nullable ErrorBody error = null;
      List<ContentBlock> blocks = new java.util.ArrayList<>();
      boolean content = false;
      try (JsonReader json = body.json()) {
        for (String name = json.firstMember(); name != null; name = json.nextMember()) {
          switch (name) {
            case "id" -> id = json.string();
            case "model" -> model = json.string();
            case "content" -> {
              content = json.isArray();
              blocks(json, body, blocks);
            }
            case "stop_reason" -> stopReason = json.string();
            case "stop_details" -> explanation = BlockDelta.explanation(json);
            case "usage" -> usage.read(json);
            case "error" -> error = json.isNull() ? null : ErrorBody.of(json);
            default -> json.skip();
          }
        }
        json.requireEnd();
      }
      if (!content && error == null) {
        throw new FailureException(
            Failure.of(
                FailureKind.PROTOCOL_ERROR,
                "The provider's answer has neither content nor an error."));
      }
      return new WholeMessage(id, model, blocks, stopReason, explanation, error);
    }

    private static void blocks(JsonReader json, Frame body, List<ContentBlock> blocks)
        throws IOException {
      for (boolean more = json.firstElement(); more; more = json.nextElement()) {
        int start = json.start();
        int end = json.end();
        blocks.add(ContentBlock.read(body.bytes(), body.offset() + start, end - start));
      }
    }
  }
}
