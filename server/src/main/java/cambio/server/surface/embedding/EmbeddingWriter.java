package cambio.server.surface.embedding;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CallFailure;
import cambio.server.surface.ErrorReport;
import cambio.server.surface.chat.AnswerHeaders;
import cambio.server.surface.chat.RoutingMetadata;
import cambio.server.surface.chat.UsageMembers;
import cambio.spi.event.Embedded;
import cambio.spi.event.GenerationEvent;
import cambio.wire.JsonWriter;
import cambio.wire.Vectors;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.netty.channel.EventLoop;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Writes the vectors, whole. */
final class EmbeddingWriter implements AnswerSink {

  private final EmbeddingTarget target;
  private final CompletableFuture<HttpResponse> response;
  private final EventLoop executor;

  private @Nullable AnswerHead head;
  private List<float[]> vectors = List.of();

  EmbeddingWriter(
      EmbeddingTarget target, CompletableFuture<HttpResponse> response, EventLoop executor) {
    this.target = target;
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
    if (event instanceof Embedded embedded) {
      vectors = embedded.vectors();
    }
  }

  @Override
  public void completed(AnswerSummary summary) {
    AnswerHead known = Objects.requireNonNull(head, "an end before the commit");
    ResponseHeadersBuilder headers =
        AnswerHeaders.common(target.caller(), known).contentType(MediaType.JSON_UTF_8);
    target.shape().headers(headers, known);
    if (summary.cost() != null) {
      headers.set("x-cambio-cost", summary.cost().total().toString());
    }
    response.complete(HttpResponse.of(headers.build(), HttpData.wrap(body(known, summary))));
  }

  private byte[] body(AnswerHead known, AnswerSummary summary) {
    JsonWriter json = new JsonWriter().object().member("object", "list");
    json.name("data").array();
    for (int i = 0; i < vectors.size(); i++) {
      json.object().member("object", "embedding").member("index", i).name("embedding");
      vector(json, vectors.get(i));
      json.end();
    }
    json.end().member("model", known.model());
    target.shape().identity(json, known);
    json.name("usage").object().member("prompt_tokens", summary.usage().inputTokens());
    json.member("total_tokens", summary.usage().totalTokens());
    UsageMembers.cost(json, summary.cost());
    target.shape().usage(json, summary);
    json.end();
    if (target.caller().metadata()) {
      json.name(RoutingMetadata.MEMBER)
          .raw(RoutingMetadata.ofAnswer(known, summary, target.body().ignored()));
    }
    return json.end().toBytes();
  }

  private void vector(JsonWriter json, float[] vector) {
    if (target.body().base64()) {
      json.value(Base64.getEncoder().encodeToString(Vectors.packed(vector)));
      return;
    }
    json.array();
    for (float value : vector) {
      // The shortest decimal that reads as this float; as a double it would have 17 digits.
      json.raw(Float.toString(value));
    }
    json.end();
  }

  @Override
  public void failed(CallFailure failure) {
    ErrorReport report = ErrorReport.of(failure, target.caller().requestId());
    response.complete(
        HttpResponse.of(
            target.errors().headers(report, target.caller(), target.generationId()),
            target.errors().body(report, target.caller().metadata())));
  }

  @Override
  public void abandoned(Throwable cause) {
    response.completeExceptionally(cause);
  }

  /** Always: the answer is whole when it comes. */
  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void whenWritable(Runnable resume) {
    resume.run();
  }
}
