package cambio.server.execution;

import cambio.spi.event.ContentDelta;
import cambio.spi.event.GenerationEvent;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A surface that writes down what it is told, and on which thread. */
final class RecordingSink implements AnswerSink {

  private static final long PATIENCE_SECONDS = 120;

  private final EventLoop loop;
  private final CompletableFuture<Object> end = new CompletableFuture<>();
  final CompletableFuture<Throwable> abandoned = new CompletableFuture<>();
  private volatile Set<String> trips = Set.of();
  private final CountDownLatch begun = new CountDownLatch(1);
  final List<GenerationEvent> events = new CopyOnWriteArrayList<>();
  final List<String> faults = new CopyOnWriteArrayList<>();
  volatile @Nullable AnswerHead head;
  volatile boolean writable = true;
  volatile @Nullable Runnable waiting;
  private volatile boolean inFrame;

  RecordingSink(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public EventLoop executor() {
    return loop;
  }

  @Override
  public void committed(AnswerHead answer) {
    trip("committed");
    check(head == null, "committed twice");
    head = answer;
    begun.countDown();
  }

  @Override
  public void event(GenerationEvent event) {
    trip("event");
    check(head != null, "an event before the commit");
    check(!end.isDone(), "an event after the end");
    events.add(event);
  }

  @Override
  public void beginFrame(cambio.spi.event.SourceFrame frame) {
    check(!inFrame, "a frame within a frame");
    inFrame = true;
  }

  @Override
  public void endFrame() {
    check(inFrame, "the end of no frame");
    inFrame = false;
  }

  @Override
  public void completed(AnswerSummary summary) {
    trip("completed");
    check(end.complete(summary), "ended twice");
  }

  @Override
  public void abandoned(Throwable cause) {
    abandoned.complete(cause);
  }

  /** Makes the sink throw at these of its methods. */
  void tripAt(String... methods) {
    trips = Set.of(methods);
  }

  private void trip(String method) {
    if (trips.contains(method)) {
      throw new AssertionError("tripped at " + method);
    }
  }

  @Override
  public void failed(CallFailure failure) {
    trip("failed");
    check(end.complete(failure), "ended twice");
  }

  @Override
  public boolean writable() {
    check(true, "");
    return writable;
  }

  @Override
  public void whenWritable(Runnable resume) {
    check(waiting == null, "two wait for one surface");
    waiting = resume;
  }

  private void check(boolean fact, String fault) {
    if (!loop.inEventLoop()) {
      faults.add("called on " + Thread.currentThread());
    }
    if (!fact) {
      faults.add(fault);
    }
  }

  void drain() {
    writable = true;
    Runnable resume = waiting;
    waiting = null;
    if (resume != null) {
      resume.run();
    }
  }

  boolean ended() {
    return end.isDone();
  }

  void awaitBegin() throws InterruptedException {
    if (!begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no answer began; end: " + end);
    }
  }

  /** Whether it ends well. */
  boolean awaitEnd() throws Exception {
    return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS) instanceof AnswerSummary;
  }

  AnswerSummary awaitSummary() throws Exception {
    Object result = end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return result instanceof AnswerSummary summary ? summary : failWith(result);
  }

  CallFailure awaitFailure() throws Exception {
    Object result = end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return result instanceof CallFailure failure ? failure : failWith(result);
  }

  private static <T> T failWith(Object result) {
    throw new AssertionError("ended otherwise: " + result);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (GenerationEvent event : events) {
      if (event instanceof ContentDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }
}
