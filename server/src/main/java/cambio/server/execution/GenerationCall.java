package cambio.server.execution;

import cambio.router.plan.RequestTraits;
import cambio.router.plan.RouteRequest;
import cambio.spi.request.ContentPart;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a surface made of a caller's bytes.
 *
 * @param request what to generate; of an embedding call the texts as a message, for whatever asks
 *     only how large the call is or whether it streams
 * @param embedding what to embed, in place of generating; null for generations
 * @param route who shall serve it
 * @param delivery how the answer is to be brought home
 * @param context everything around it
 */
public record GenerationCall(
    GenerationRequest request,
    @Nullable EmbeddingRequest embedding,
    RouteRequest route,
    Delivery delivery,
    CallContext context) {

  /** A call to generate. */
  public GenerationCall(
      GenerationRequest request, RouteRequest route, Delivery delivery, CallContext context) {
    this(request, null, route, delivery, context);
  }

  /** A call to generate with the standard delivery. */
  public GenerationCall(GenerationRequest request, RouteRequest route, CallContext context) {
    this(request, route, Delivery.standard(), context);
  }

  /** A call to embed. Its answer is one {@link cambio.spi.event.Embedded}, whole. */
  public static GenerationCall of(
      EmbeddingRequest embedding, RouteRequest route, CallContext context) {
    Message texts =
        new Message.User(
            embedding.inputs().stream().map(ContentPart::text).toList(), null, Extras.none());
    return new GenerationCall(
        GenerationRequest.of(List.of(texts)), embedding, route, Delivery.standard(), context);
  }

  /** The same, brought home otherwise. */
  public GenerationCall with(Delivery other) {
    return new GenerationCall(request, embedding, route, other, context);
  }

  /** What the planner needs to know of it. */
  public RequestTraits traits() {
    return embedding == null ? RequestTraits.of(request) : RequestTraits.of(embedding);
  }
}
