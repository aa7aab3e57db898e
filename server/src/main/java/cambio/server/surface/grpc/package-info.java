/**
 * The gRPC door: {@code cambio.v1} in, canonical requests to the engine, canonical events back. The
 * generated types stop here. Envoy makes native REST out of the same services.
 *
 * <p>Readers turn messages into canonical values and collect what is wrong with them; writers turn
 * canonical values into messages; calls tie both to a {@code StreamObserver}. Readers and writers
 * are pure.
 */
@NullMarked
package cambio.server.surface.grpc;

import org.jspecify.annotations.NullMarked;
