package cambio.server.surface.chat;

import cambio.router.plan.RouteRequest;
import cambio.server.execution.Delivery;
import cambio.spi.request.GenerationRequest;

/**
 * A chat completions body, read.
 *
 * @param request what to generate
 * @param route who shall serve it
 * @param delivery how the answer is to be brought home
 * @param options what it says to the door
 */
public record ChatRequest(
    GenerationRequest request, RouteRequest route, Delivery delivery, ChatOptions options) {}
