package cambio.server.routing;

import cambio.server.execution.AnswerSink;
import cambio.server.execution.CallFailure;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.GenerationEngine;
import cambio.spi.FailureException;
import java.util.List;

/** Prepares calls for an engine; those that embed need no preparing. */
public final class PreparedEngine implements GenerationEngine {

  private static final RunningCall NOTHING_RUNS = () -> {};

  private final GenerationEngine next;
  private final CallPreparer preparer;

  /** An engine in front of another. */
  public PreparedEngine(GenerationEngine next, CallPreparer preparer) {
    this.next = next;
    this.preparer = preparer;
  }

  @Override
  public RunningCall start(GenerationCall call, AnswerSink sink) {
    if (call.embedding() != null) {
      return next.start(call, sink);
    }
    GenerationCall prepared;
    try {
      prepared = preparer.prepare(call);
    } catch (FailureException e) {
      CallFailure failure = new CallFailure(e.failure(), false, List.of(), null, null);
      // As the engine does it: the sink hears nothing before this has returned.
      sink.executor().execute(() -> sink.failed(failure));
      return NOTHING_RUNS;
    }
    return next.start(prepared, sink);
  }
}
