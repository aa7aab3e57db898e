package cambio.server.surface.grpc;

import cambio.router.plan.RouteRequest;
import cambio.spi.Adjustment;
import cambio.spi.request.GenerationRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code GenerationSpec} says, in canonical terms.
 *
 * @param user the caller's own id of its end user; the request holds none yet
 * @param sessionId the conversation, where named
 * @param app the application, where named
 * @param adjustments what the door left out
 */
record ReadSpec(
    GenerationRequest request,
    RouteRequest route,
    DeliveryOptions delivery,
    @Nullable String user,
    @Nullable String sessionId,
    @Nullable String app,
    List<Adjustment> adjustments) {}
