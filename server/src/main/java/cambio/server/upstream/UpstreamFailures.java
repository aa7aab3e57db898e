package cambio.server.upstream;

import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import com.linecorp.armeria.client.UnprocessedRequestException;
import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.TimeoutException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What a broken connection means. Messages hold the provider's id, no host name and no detail. */
final class UpstreamFailures {

  private UpstreamFailures() {}

  static Failure of(Throwable thrown, String provider) {
    Throwable cause = unwrap(thrown);
    return switch (cause) {
      case FailureException failure -> failure.failure();
      case ConnectTimeoutException e ->
          timeout("Connecting to provider " + provider + " took too long.");
      case TimeoutException e -> timeout("Provider " + provider + " took too long.");
      case UnknownHostException e ->
          transport("The host of provider " + provider + " has no address in the DNS.");
      case ConnectException e -> transport("Provider " + provider + " refuses connections.");
      case SSLException e ->
          transport("No trusted TLS connection to provider " + provider + " could be made.");
      case Http2Exception e -> protocol(provider);
      case ClosedSessionException e -> broke(provider);
      case ClosedStreamException e -> broke(provider);
      case IOException e -> broke(provider);
      case IllegalArgumentException e -> protocol(provider);
      default ->
          isProtocolViolation(cause)
              ? protocol(provider)
              : transport("The connection to provider " + provider + " failed.");
    };
  }

  /** The connection ended without a response. */
  static Failure noResponse(String provider) {
    return broke(provider);
  }

  private static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof UnprocessedRequestException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Armeria keeps the type to itself. */
  private static boolean isProtocolViolation(Throwable cause) {
    return cause.getClass().getSimpleName().startsWith("ProtocolViolation");
  }

  private static Failure broke(String provider) {
    return transport("Provider " + provider + " closed the connection before the answer's end.");
  }

  private static Failure protocol(String provider) {
    return Failure.of(
        FailureKind.PROTOCOL_ERROR, "Provider " + provider + " sent no legal HTTP response.");
  }

  private static Failure transport(String message) {
    return Failure.of(FailureKind.TRANSPORT, message);
  }

  private static Failure timeout(String message) {
    return Failure.of(FailureKind.TIMEOUT, message);
  }
}
