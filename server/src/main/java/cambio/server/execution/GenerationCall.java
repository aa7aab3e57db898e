package cambio.server.execution;

import cambio.router.plan.RouteRequest;
import cambio.spi.request.GenerationRequest;

/**
 * What a surface made of a caller's bytes.
 *
 * @param request what to generate
 * @param route who shall serve it
 * @param delivery how the answer is to be brought home
 * @param context everything around it
 */
public record GenerationCall(
    GenerationRequest request, RouteRequest route, Delivery delivery, CallContext context) {

  /** A call with the standard delivery. */
  public GenerationCall(GenerationRequest request, RouteRequest route, CallContext context) {
    this(request, route, Delivery.standard(), context);
  }
}
