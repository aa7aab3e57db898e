package cambio.server.reuse;

import cambio.router.plan.RouteNotes;
import cambio.router.plan.RouteRequest;
import cambio.server.execution.GenerationCall;
import cambio.spi.request.CacheOptions;
import cambio.spi.request.CallerLabels;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.GenerationRequest;
import java.util.HexFormat;
import java.util.Map;

/**
 * Which calls have the same answer: those of one key through one door for the same models, with
 * everything that can change the answer. Left out is what cannot: whether it streams, who the end
 * user is, labels, the name of a prompt cache, and how the answer is brought home.
 */
final class AnswerKey {

  private static final String PREFIX = "answer:";

  private AnswerKey() {}

  /**
   * The name of the call's answer.
   *
   * @throws IllegalArgumentException where the call holds what cannot be compared
   */
  static String of(GenerationCall call) {
    CanonicalDigest digest = new CanonicalDigest();
    digest.add(call.context().principal().organization());
    digest.add(call.context().principal().workspace());
    digest.add(call.context().principal().keyId());
    digest.add(call.context().surface());
    digest.add(route(call.route()));
    digest.add(call.delivery().heal());
    EmbeddingRequest embedding = call.embedding();
    if (embedding == null) {
      digest.add(request(call.request()));
    } else {
      digest.add(embedding(embedding));
    }
    return PREFIX + HexFormat.of().formatHex(digest.finish());
  }

  private static RouteRequest route(RouteRequest route) {
    return route.withNotes(RouteNotes.none());
  }

  private static EmbeddingRequest embedding(EmbeddingRequest request) {
    return new EmbeddingRequest(
        request.inputs(),
        request.tokens(),
        request.dimensions(),
        request.purpose(),
        null,
        request.extras());
  }

  private static GenerationRequest request(GenerationRequest request) {
    return new GenerationRequest(
        request.messages(),
        request.tools(),
        request.output(),
        request.sampling(),
        request.reasoning(),
        new CacheOptions(null, request.cache().automatic()),
        new CallerLabels(null, Map.of(), request.labels().serviceTier()),
        false,
        request.extras());
  }
}
