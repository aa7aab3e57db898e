package cambio.server.surface.chat;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CallFailure;
import cambio.server.surface.ErrorReport;
import cambio.spi.event.AnnotationAdded;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.Embedded;
import cambio.spi.event.FilterReported;
import cambio.spi.event.Finished;
import cambio.spi.event.GenerationEvent;
import cambio.spi.event.LogprobsReported;
import cambio.spi.event.MediaDelta;
import cambio.spi.event.Opaque;
import cambio.spi.event.ReasoningDelta;
import cambio.spi.event.RefusalDelta;
import cambio.spi.event.Started;
import cambio.spi.event.ToolCallDelta;
import cambio.spi.event.UsageReported;
import cambio.wire.JsonWriter;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gathers an answer and hands it over whole, so that head and body leave in one piece. Nothing is
 * written before the end is known.
 */
final class ChatResponseWriter implements AnswerSink {

  private final AnswerTarget target;
  private final ChatShape shape;
  private final CompletableFuture<HttpResponse> response;
  private final EventLoop executor;
  private final Map<Integer, ChoiceDraft> choices = new TreeMap<>();
  private final List<String> promptFilter = new ArrayList<>(0);
  private @Nullable AnswerHead head;

  ChatResponseWriter(
      AnswerTarget target, CompletableFuture<HttpResponse> response, EventLoop executor) {
    this.target = target;
    this.shape = target.shape();
    this.response = response;
    this.executor = executor;
  }

  @Override
  public EventLoop executor() {
    return executor;
  }

  @Override
  public void committed(AnswerHead committed) {
    head = committed;
  }

  @Override
  public void event(GenerationEvent event) {
    switch (event) {
      case ContentDelta delta -> choice(delta.choice()).content(delta.text());
      case ReasoningDelta delta -> choice(delta.choice()).reasoning(delta);
      case RefusalDelta delta -> choice(delta.choice()).refusal(delta.text());
      case ToolCallDelta delta -> choice(delta.choice()).toolCall(delta);
      case AnnotationAdded added -> choice(added.choice()).annotation(added);
      case LogprobsReported reported -> choice(reported.choice()).logprobs(reported);
      case MediaDelta delta -> choice(delta.choice()).media(delta);
      case FilterReported report -> filter(report);
      case Finished finished -> choice(finished.choice()).finish(finished);
      case Started started -> {}
      case UsageReported reported -> {}
      case Embedded embedded -> {}
      case Opaque opaque -> {}
    }
  }

  private void filter(FilterReported report) {
    Integer looked = report.choice();
    if (looked == null) {
      promptFilter.add(report.results());
    } else {
      choice(looked).filter(report.results());
    }
  }

  @Override
  public void completed(AnswerSummary summary) {
    if (anyEndedInError()) {
      fail(ErrorReport.of(ChatStreamWriter.endedInError(), target.caller().requestId()));
      return;
    }
    AnswerHead known = Objects.requireNonNull(head, "an end before the commit");
    ResponseHeadersBuilder headers = AnswerHeaders.whole(target, known);
    if (summary.cost() != null) {
      headers.set("x-cambio-cost", summary.cost().total().toString());
    }
    if (summary.costWithheld()) {
      headers.set("x-cambio-cost-status", "unrecorded");
    }
    HttpData body = HttpData.wrap(body(known, summary));
    // With its length already there, the head is not made anew to hold it.
    HttpObject[] whole = {headers.contentLength(body.length()).build(), body};
    response.complete(HttpResponse.of(whole));
  }

  private boolean anyEndedInError() {
    for (ChoiceDraft choice : choices.values()) {
      if (choice.endedInError()) {
        return true;
      }
    }
    return false;
  }

  private byte[] body(AnswerHead known, AnswerSummary summary) {
    JsonWriter json = new JsonWriter().object();
    json.member("id", known.generationId())
        .member("object", "chat.completion")
        .member("created", known.createdAtEpochSecond())
        .member("model", known.model());
    shape.identity(json, known);
    shape.whole(json);
    json.name("choices").array();
    choices.forEach((index, choice) -> choice.write(json, index, shape));
    json.end();
    FilterResults.writePrompts(json, promptFilter);
    json.name("usage");
    shape.usage(json, summary);
    if (target.caller().metadata()) {
      json.name(RoutingMetadata.MEMBER)
          .raw(RoutingMetadata.ofAnswer(known, summary, target.options().ignored()));
    }
    return json.end().toBytes();
  }

  @Override
  public void failed(CallFailure failure) {
    fail(ErrorReport.of(failure, target.caller().requestId()));
  }

  @Override
  public void abandoned(Throwable cause) {
    response.completeExceptionally(cause);
  }

  private void fail(ErrorReport report) {
    // Where the caller has gone, nobody reads it.
    response.complete(
        HttpResponse.of(
            target.errors().headers(report, target.caller(), target.generationId()),
            target.errors().body(report, target.caller().metadata())));
  }

  /** Always: what is gathered is bounded by what the engine lets through. */
  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void whenWritable(Runnable resume) {
    resume.run();
  }

  private ChoiceDraft choice(int index) {
    return choices.computeIfAbsent(index, i -> new ChoiceDraft());
  }
}
