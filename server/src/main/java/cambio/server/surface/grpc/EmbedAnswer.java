package cambio.server.surface.grpc;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CallFailure;
import cambio.spi.event.Embedded;
import cambio.spi.event.GenerationEvent;
import cambio.v1.EmbedResponse;
import cambio.v1.Embedding;
import cambio.wire.Vectors;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sends the vectors, whole. */
final class EmbedAnswer implements AnswerSink {

  private final StreamObserver<EmbedResponse> out;
  private final OpenCall call;
  private final boolean packed;
  private final EventLoop eventLoop;

  private @Nullable AnswerHead head;
  private List<float[]> vectors = List.of();

  /**
   * An answer.
   *
   * @param packed whether vectors are written as bytes
   */
  EmbedAnswer(
      StreamObserver<EmbedResponse> out, OpenCall call, boolean packed, EventLoop eventLoop) {
    this.out = out;
    this.call = call;
    this.packed = packed;
    this.eventLoop = eventLoop;
  }

  @Override
  public EventLoop executor() {
    return eventLoop;
  }

  @Override
  public void committed(AnswerHead committed) {
    head = committed;
    call.committed(committed);
  }

  @Override
  public void event(GenerationEvent event) {
    if (event instanceof Embedded embedded) {
      vectors = embedded.vectors();
    }
  }

  @Override
  public void completed(AnswerSummary summary) {
    AnswerHead committed = Objects.requireNonNull(head, "an end before the commit");
    call.settled(summary);
    EmbedResponse.Builder response =
        EmbedResponse.newBuilder()
            .setId(committed.generationId())
            .setModel(committed.model())
            .setProvider(committed.provider())
            .setEndpointId(committed.endpoint())
            .setUsage(UsageWriter.write(summary))
            .setReport(call.reports().write(summary, committed));
    for (int i = 0; i < vectors.size(); i++) {
      response.addEmbeddings(embedding(i, vectors.get(i)));
    }
    out.onNext(response.build());
    out.onCompleted();
  }

  private Embedding embedding(int index, float[] vector) {
    Embedding.Builder embedding = Embedding.newBuilder().setIndex(index);
    if (packed) {
      return embedding.setPacked(ByteString.copyFrom(Vectors.packed(vector))).build();
    }
    for (float value : vector) {
      embedding.addValues(value);
    }
    return embedding.build();
  }

  @Override
  public void failed(CallFailure failure) {
    out.onError(FailureWriter.status(call.detail(failure)));
  }

  @Override
  public void abandoned(Throwable cause) {
    try {
      out.onError(Status.INTERNAL.withDescription("The router failed.").asRuntimeException());
    } catch (RuntimeException e) {
      // It has ended already.
    }
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
