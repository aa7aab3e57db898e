package cambio.server.surface.embedding;

import cambio.router.plan.RouteRequest;
import cambio.spi.Adjustment;
import cambio.spi.request.EmbeddingRequest;
import java.util.List;

/**
 * What the body of an embedding request says.
 *
 * @param base64 whether vectors are written as base64 of little-endian 32-bit floats
 * @param ignored members that are read by nobody, so that the answer can say so
 */
record EmbeddingBody(
    EmbeddingRequest request, RouteRequest route, boolean base64, List<Adjustment> ignored) {

  EmbeddingBody {
    ignored = List.copyOf(ignored);
  }
}
