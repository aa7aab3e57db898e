package cambio.server.surface.grpc;

import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CallFailure;
import cambio.spi.event.GenerationEvent;
import cambio.v1.CompleteResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoop;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Collects an answer and sends it whole. */
final class UnaryAnswer implements AnswerSink {

  private final StreamObserver<CompleteResponse> out;
  private final OpenCall call;
  private final EventLoop eventLoop;
  private final AnswerAssembler assembler = new AnswerAssembler();
  private final EventWriter writer = new EventWriter(assembler::add);
  private @Nullable AnswerHead head;

  UnaryAnswer(StreamObserver<CompleteResponse> out, OpenCall call, EventLoop eventLoop) {
    this.out = out;
    this.call = call;
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
    writer.write(event);
  }

  @Override
  public void completed(AnswerSummary summary) {
    AnswerHead committed = head;
    if (committed == null) {
      throw new IllegalStateException("an answer was completed before it was committed");
    }
    call.settled(summary);
    out.onNext(
        CompleteResponse.newBuilder()
            .setId(committed.generationId())
            .setModel(committed.model())
            .setProvider(committed.provider())
            .setEndpointId(committed.endpoint())
            .setCreateTime(Times.timestamp(Instant.ofEpochSecond(committed.createdAtEpochSecond())))
            .addAllChoices(assembler.choices())
            .addAllFilters(assembler.filters())
            .setUsage(UsageWriter.write(summary))
            .setReport(call.reports().write(summary, committed))
            .build());
    out.onCompleted();
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

  /** Always: the whole answer is held in memory anyway. */
  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void whenWritable(Runnable resume) {
    resume.run();
  }
}
