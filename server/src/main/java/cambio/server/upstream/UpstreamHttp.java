package cambio.server.upstream;

import cambio.spi.HeaderFields;
import cambio.spi.UpstreamRequest;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.SessionProtocol;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The connections to providers, pooled by origin and event loop. TLS is verified, redirects are not
 * followed, nothing is buffered or decompressed. Every timeout but the one to connect is the
 * attempt's business, so Armeria's own are off. Safe from any thread.
 */
public final class UpstreamHttp implements AutoCloseable {

  private static final int HTTP2_WINDOW_BYTES = 256 * 1024;

  private final ClientFactory factory;
  private final ConcurrentMap<String, WebClient> clients = new ConcurrentHashMap<>();

  /**
   * Connections on these event loops, normally the public listener's.
   *
   * @param connectTimeout for TCP and TLS together
   * @param idleTimeout after which an unused connection is closed
   */
  public UpstreamHttp(EventLoopGroup loops, Duration connectTimeout, Duration idleTimeout) {
    this.factory =
        ClientFactory.builder()
            .workerGroup(loops, false)
            .eventLoopSchedulerFactory(SameLoopScheduler::new)
            .connectTimeout(connectTimeout)
            .idleTimeout(idleTimeout)
            // A slow caller holds back what a provider sends; small windows bound what is on its
            // way.
            .http2InitialStreamWindowSize(HTTP2_WINDOW_BYTES)
            .http2InitialConnectionWindowSize(4 * HTTP2_WINDOW_BYTES)
            .build();
  }

  /** Sends a request on the current event loop. Never throws: failures are the response's. */
  HttpResponse send(UpstreamRequest request) {
    URI origin = request.origin();
    HttpMethod method = HttpMethod.tryParse(request.method());
    if (method == null) {
      return HttpResponse.ofFailure(
          new IllegalArgumentException("method: " + request.method() + " (expected: a known one)"));
    }
    RequestHeadersBuilder headers = RequestHeaders.builder(method, request.path());
    for (HeaderFields.Field field : request.headers().all()) {
      headers.add(field.name(), field.value());
    }
    return client(origin).execute(HttpRequest.of(headers.build(), HttpData.wrap(request.body())));
  }

  private WebClient client(URI origin) {
    String scheme = origin.getScheme();
    String authority = origin.getRawAuthority();
    String key = scheme + "://" + authority;
    WebClient client = clients.get(key);
    return client != null ? client : clients.computeIfAbsent(key, k -> build(scheme, authority));
  }

  private WebClient build(String scheme, String authority) {
    // Many plain-text servers misread HTTP/2's preface, so http means HTTP/1.1; with TLS, ALPN
    // chooses.
    SessionProtocol protocol = scheme.equals("https") ? SessionProtocol.HTTPS : SessionProtocol.H1C;
    return WebClient.builder(protocol.uriText() + "://" + authority)
        .factory(factory)
        .responseTimeoutMillis(0)
        .writeTimeoutMillis(0)
        .maxResponseLength(0)
        .addHeader("user-agent", "cambio")
        .build();
  }

  /** Closes all connections; exchanges under way fail. */
  @Override
  public void close() {
    factory.close();
  }
}
