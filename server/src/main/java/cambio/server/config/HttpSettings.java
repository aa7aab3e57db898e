package cambio.server.config;

import java.time.Duration;

/**
 * The public listener.
 *
 * @param host the address it binds; loopback by default, so that nothing is open by accident
 * @param port 0 for a free one
 * @param region where this router runs, as generations record it
 * @param maxBodyBytes the longest request body; longer ones are answered 413
 * @param maxBodiesBytes of all request bodies that are being read at once; beyond it 503
 * @param idleTimeout after which a connection without a request is closed
 * @param drainTimeout how long running calls may go on after a stop was asked for
 * @param logRequests which calls are told of in the log
 */
public record HttpSettings(
    String host,
    int port,
    String region,
    long maxBodyBytes,
    long maxBodiesBytes,
    Duration idleTimeout,
    Duration drainTimeout,
    LogRequests logRequests) {

  /**
   * Which calls are told of in the log. Every call has its generation record in any case, with more
   * in it than a line; so by default the log is for what went wrong.
   */
  public enum LogRequests {
    /** Every call. */
    ALL,
    /** Calls that did not complete. */
    FAILED,
    /** No call. */
    NONE
  }

  /** The same listener at another address. */
  public HttpSettings at(String otherHost, int otherPort) {
    return new HttpSettings(
        otherHost,
        otherPort,
        region,
        maxBodyBytes,
        maxBodiesBytes,
        idleTimeout,
        drainTimeout,
        logRequests);
  }
}
