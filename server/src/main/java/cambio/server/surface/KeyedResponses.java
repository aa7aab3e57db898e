package cambio.server.surface;

import cambio.server.execution.GenerationCall;
import cambio.server.idempotency.HeldClaim;
import cambio.server.idempotency.Idempotency;
import cambio.server.idempotency.KeyedCall;
import cambio.server.idempotency.RecordedAnswer;
import cambio.server.idempotency.Turn;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Answers calls under idempotency keys: by serving them, or by what was answered before. */
final class KeyedResponses {

  private final Idempotency idempotency;
  private final ErrorResponses errors;

  KeyedResponses(Idempotency idempotency, ErrorResponses errors) {
    this.idempotency = idempotency;
    this.errors = errors;
  }

  /**
   * Answers a call.
   *
   * @param loop the caller's
   * @param answer completed when the response begins
   * @param serve has the call served, with the response to the future that it is given; runs on the
   *     loop, where it is this call's turn. It goes on without its caller: that may come again
   */
  void answer(
      KeyedCall keyed,
      GenerationCall call,
      CallerHeaders caller,
      EventLoop loop,
      CompletableFuture<HttpResponse> answer,
      Consumer<CompletableFuture<HttpResponse>> serve) {
    idempotency
        .claim(keyed, call)
        .whenComplete((turn, never) ->
            loop.execute(() -> {
              switch (turn) {
                case Turn.Serve ours -> serve(ours.claim(), caller, loop, answer, serve);
                case Turn.Replay again -> answer.complete(replay(again.answer(), caller));
                case Turn.Refuse refusal -> answer.complete(errors.of(refusal.failure(), caller));
              }
            }));
  }

  private void serve(
      HeldClaim claim,
      CallerHeaders caller,
      EventLoop loop,
      CompletableFuture<HttpResponse> answer,
      Consumer<CompletableFuture<HttpResponse>> serve) {
    CompletableFuture<HttpResponse> made = new CompletableFuture<>();
    made.whenComplete((response, broken) -> {
      if (response == null) {
        claim.abandon();
        answer.completeExceptionally(broken);
      } else {
        response.subscribe(new RecordingSubscriber(claim, loop, answer), loop);
      }
    });
    try {
      serve.accept(made);
    } catch (RuntimeException | Error e) {
      // It did not begin, so nothing was charged; and without an answer the caller would wait.
      claim.free();
      answer.complete(errors.of(DoorService.unexpected(e, caller), caller));
    }
  }

  private static HttpResponse replay(RecordedAnswer kept, CallerHeaders caller) {
    ResponseHeadersBuilder headers = ResponseHeaders.builder(kept.status());
    for (RecordedAnswer.Line line : kept.head()) {
      headers.add(line.name(), line.value());
    }
    headers.set("x-request-id", caller.requestId()).set(IdempotencyHeader.REPLAYED, "true");
    return HttpResponse.of(headers.build(), HttpData.wrap(kept.parts().getFirst()));
  }
}
