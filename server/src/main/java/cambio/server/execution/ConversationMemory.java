package cambio.server.execution;

import cambio.router.catalog.Endpoint;
import cambio.router.plan.RoutePlan;
import cambio.spi.request.GenerationRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the engine remembers from one call of a conversation to the next, so that a client which
 * sends back less than it was given does not cost the model its thread. No method blocks.
 */
public interface ConversationMemory {

  /** The call's sink, with an eye on the answer. */
  AnswerSink watching(GenerationCall call, AnswerSink sink);

  /**
   * What is known of the call's conversation. The stage never fails: a store in trouble knows
   * nothing.
   */
  CompletionStage<Recollection> recall(GenerationCall call, RoutePlan plan);

  /** What is known of one conversation. */
  @FunctionalInterface
  interface Recollection {

    /** Nothing is known. */
    Recollection NOTHING = (request, endpoint) -> request;

    /** The request as it is to go to an endpoint: with what the client left out. */
    GenerationRequest restore(GenerationRequest request, Endpoint endpoint);
  }

  /** Remembers nothing. */
  ConversationMemory NONE =
      new ConversationMemory() {
        @Override
        public AnswerSink watching(GenerationCall call, AnswerSink sink) {
          return sink;
        }

        @Override
        public CompletionStage<Recollection> recall(GenerationCall call, RoutePlan plan) {
          return CompletableFuture.completedFuture(Recollection.NOTHING);
        }
      };
}
