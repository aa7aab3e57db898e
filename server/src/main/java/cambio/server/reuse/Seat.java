package cambio.server.reuse;

import cambio.server.content.Tenant;
import cambio.server.execution.AnswerSink;
import cambio.server.execution.GenerationCall;
import cambio.server.execution.GenerationEngine.RunningCall;
import cambio.server.execution.ResponseCacheOptions;
import io.netty.channel.EventLoop;

/**
 * A caller that wants one answer, wherever it comes from. Lives on its event loop, but for {@link
 * #cancel}.
 */
final class Seat implements RunningCall {

  private final GenerationCall call;
  private final ResponseCacheOptions options;
  private final Tenant tenant;
  private final AnswerSink sink;
  private final String key;
  private int failures;
  private boolean gone;
  private Runnable onLeave = () -> {};

  /**
   * A caller.
   *
   * @param key the name of the answer that it wants
   */
  Seat(
      GenerationCall call,
      ResponseCacheOptions options,
      Tenant tenant,
      AnswerSink sink,
      String key) {
    this.call = call;
    this.options = options;
    this.tenant = tenant;
    this.sink = sink;
    this.key = key;
  }

  GenerationCall call() {
    return call;
  }

  ResponseCacheOptions options() {
    return options;
  }

  Tenant tenant() {
    return tenant;
  }

  AnswerSink sink() {
    return sink;
  }

  EventLoop loop() {
    return sink.executor();
  }

  String key() {
    return key;
  }

  /** Of which flight: a stream waits for a stream only, so that its answer begins as early. */
  String flightKey() {
    return tenant + (call.request().stream() ? "/stream/" : "/whole/") + key;
  }

  /** One more call that it waited for has failed upstream; how many that makes. */
  int failedUpstream() {
    return ++failures;
  }

  /** What its leaving stops from now on. */
  void onLeave(Runnable stop) {
    onLeave = stop;
    if (gone) {
      stop.run();
    }
  }

  boolean gone() {
    return gone;
  }

  @Override
  public void cancel() {
    loop()
        .execute(() -> {
          if (!gone) {
            gone = true;
            onLeave.run();
          }
        });
  }
}
