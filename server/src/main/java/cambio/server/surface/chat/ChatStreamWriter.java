package cambio.server.surface.chat;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CallFailure;
import cambio.server.surface.ErrorReport;
import cambio.server.surface.EventStream;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.Embedded;
import cambio.spi.event.FilterReported;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.SourceFrame;
import cambio.spi.event.Started;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.UsageReported;
import cambio.spi.request.Modality;
import com.linecorp.armeria.common.HttpResponseWriter;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as a stream of chunks. Before the commit nothing is written, so that a failure
 * is a plain error response; after it a failure is an event of its own and the stream ends without
 * the mark of a clean end.
 */
final class ChatStreamWriter implements AnswerSink {

  private static final String DONE = "[DONE]";

  private final AnswerTarget target;
  private final ChatShape shape;
  private final HttpResponseWriter response;
  private final EventLoop executor;
  private final EventStream stream;
  private final Map<Integer, MediaPieces> media = new HashMap<>();
  private final List<GenerationEvent> frameEvents = new ArrayList<>();
  private @Nullable Answer answer;
  private @Nullable SourceFrame frame;
  private @Nullable Finished lastFinished;
  private boolean closed;

  /** What exists from the commit on. */
  private record Answer(AnswerHead head, ChunkRenderer chunks, FrameSplicer splicer) {}

  ChatStreamWriter(AnswerTarget target, HttpResponseWriter response, EventLoop executor) {
    this.target = target;
    this.shape = target.shape();
    this.response = response;
    this.executor = executor;
    this.stream = new EventStream(response);
  }

  @Override
  public EventLoop executor() {
    return executor;
  }

  @Override
  public void committed(AnswerHead head) {
    answer = new Answer(head, new ChunkRenderer(shape, head), new FrameSplicer(shape, head));
    stream.open(AnswerHeaders.stream(target, head));
  }

  @Override
  public void beginFrame(SourceFrame begun) {
    frame = begun;
  }

  @Override
  public void endFrame() {
    SourceFrame ended = frame;
    frame = null;
    if (ended != null && !closed) {
      forward(ended, answer());
    }
    frameEvents.clear();
  }

  private void forward(SourceFrame ended, Answer to) {
    Integer choice =
        FrameSplicer.takes(ended, frameEvents) ? FrameSplicer.onlyChoice(frameEvents) : null;
    if (choice == null) {
      frameEvents.forEach(this::render);
      return;
    }
    if (!to.chunks.begun(choice)) {
      stream.data(to.chunks.role(choice));
    }
    stream.data(to.splicer.splice(ended));
  }

  @Override
  public void event(GenerationEvent event) {
    if (closed) {
      return;
    }
    if (frame != null) {
      frameEvents.add(event);
    } else {
      render(event);
    }
  }

  private void render(GenerationEvent event) {
    ChunkRenderer chunks = answer().chunks;
    switch (event) {
      case ContentDelta delta -> stream.data(chunks.content(delta));
      case ReasoningDelta delta -> stream.data(chunks.reasoning(delta));
      case RefusalDelta delta -> stream.data(chunks.refusal(delta));
      case ToolCallDelta delta -> stream.data(chunks.toolCall(delta));
      case AnnotationAdded added -> stream.data(chunks.annotation(added));
      case LogprobsReported reported -> stream.data(chunks.logprobs(reported));
      case MediaDelta delta -> media(delta, chunks);
      case FilterReported report -> stream.data(chunks.filter(report));
      case Finished finished -> finished(finished, chunks);
      // Usage stands in the summary; the rest is the provider's own.
      case Started started -> {}
      case UsageReported reported -> {}
      case Embedded embedded -> {}
      case Opaque opaque -> {}
    }
  }

  private void media(MediaDelta delta, ChunkRenderer chunks) {
    if (delta.modality() == Modality.AUDIO) {
      stream.data(chunks.audio(delta));
    } else {
      media.computeIfAbsent(delta.choice(), choice -> new MediaPieces()).add(delta);
    }
  }

  private void finished(Finished finished, ChunkRenderer chunks) {
    MediaPieces pieces = media.remove(finished.choice());
    if (pieces != null) {
      stream.data(chunks.images(finished.choice(), pieces));
    }
    lastFinished = finished;
    // A provider that ended in an error did not finish: completed() says so.
    if (finished.reason() != FinishReason.ERROR) {
      stream.data(chunks.finish(finished));
    }
  }

  @Override
  public void completed(AnswerSummary summary) {
    if (closed) {
      return;
    }
    Finished last = lastFinished;
    if (last != null && last.reason() == FinishReason.ERROR) {
      fail(ErrorReport.of(endedInError(), target.caller().requestId()));
      return;
    }
    closed = true;
    String metadata =
        target.caller().metadata()
            ? ",\""
                + RoutingMetadata.MEMBER
                + "\":"
                + RoutingMetadata.ofAnswer(answer().head, summary, target.options().ignored())
            : "";
    if (shape.sendsUsage(target.options()) || target.caller().metadata()) {
      stream.data(answer().chunks.usage(summary, lastFinished, metadata));
    }
    stream.data(DONE);
    stream.close();
  }

  @Override
  public void failed(CallFailure failure) {
    if (closed) {
      return;
    }
    ErrorReport report = ErrorReport.of(failure, target.caller().requestId());
    if (answer != null) {
      fail(report);
      return;
    }
    closed = true;
    if (response.tryWrite(target.errors().headers(report, target.caller(), target.generationId()))
        && response.tryWrite(target.errors().body(report, target.caller().metadata()))) {
      response.close();
    }
  }

  @Override
  public void abandoned(Throwable cause) {
    closed = true;
    stream.abort(cause);
  }

  private void fail(ErrorReport report) {
    closed = true;
    stream.data(shape.midStream(report, answer().head));
    stream.close();
  }

  /** What a provider's own "finished with an error" is told as. */
  static Failure endedInError() {
    return Failure.of(
        FailureKind.PROVIDER_ERROR,
        "The provider ended the answer with an error. Send the request again.");
  }

  @Override
  public boolean writable() {
    return stream.writable();
  }

  @Override
  public void whenWritable(Runnable resume) {
    stream.whenWritable(resume);
  }

  private Answer answer() {
    return Objects.requireNonNull(answer, "an event before the commit");
  }
}
