package cambio.server.surface;

import cambio.server.execution.AnswerSink;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.GenerationEngine;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** An engine that does to the sink what the test says, on the sink's own event loop. */
final class ScriptedEngine implements GenerationEngine {

  private final Queue<BiConsumer<GenerationCall, AnswerSink>> scripts = new ArrayDeque<>();
  private final BlockingQueue<GenerationCall> calls = new LinkedBlockingQueue<>();
  final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();

  synchronized void next(BiConsumer<GenerationCall, AnswerSink> script) {
    scripts.add(script);
  }

  GenerationCall lastCall() throws InterruptedException {
    GenerationCall call = calls.poll(120, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no call reached the engine");
    }
    return call;
  }

  @Override
  public synchronized RunningCall start(GenerationCall call, AnswerSink sink) {
    calls.add(call);
    BiConsumer<GenerationCall, AnswerSink> script = scripts.remove();
    sink.executor().execute(() -> script.accept(call, sink));
    return () -> cancelled.complete(true);
  }
}
