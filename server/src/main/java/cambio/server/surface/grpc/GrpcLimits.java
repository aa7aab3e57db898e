package cambio.server.surface.grpc;

import java.time.Duration;

/**
 * The bounds of the gRPC door.
 *
 * @param maxMessageBytes the largest request message
 * @param timeout until an answer commits, where its caller sets no limit
 * @param receiveTimeout how long a request may take to arrive
 */
public record GrpcLimits(int maxMessageBytes, Duration timeout, Duration receiveTimeout) {

  /** 32 MiB, ten minutes, thirty seconds. */
  public static final GrpcLimits DEFAULTS =
      new GrpcLimits(32 * 1024 * 1024, Duration.ofMinutes(10), Duration.ofSeconds(30));
}
