package cambio.server.upstream;

import cambio.server.net.FewerWrites;
import cambio.spi.HeaderFields;
import cambio.spi.UpstreamRequest;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.ClientFactoryOptions;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
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
  private final ConcurrentMap<String, Origin> origins = new ConcurrentHashMap<>();

  /** A provider's host, as its requests name it. */
  private record Origin(WebClient client, String scheme, String authority) {}

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
            .option(ClientFactoryOptions.CHANNEL_PIPELINE_CUSTOMIZER, FewerWrites::toProvider)
            .build();
  }

  /** Sends a request on the current event loop. Never throws: failures are the response's. */
  HttpResponse send(UpstreamRequest request) {
    HttpMethod method = HttpMethod.tryParse(request.method());
    if (method == null) {
      return HttpResponse.ofFailure(
          new IllegalArgumentException("method: " + request.method() + " (expected: a known one)"));
    }
    Origin origin = origin(request.origin());
    // All that Armeria would add stands here, for it makes the headers anew to add it.
    RequestHeadersBuilder headers =
        RequestHeaders.builder(method, request.path())
            .scheme(origin.scheme)
            .authority(origin.authority);
    for (HeaderFields.Field field : request.headers().all()) {
      headers.add(field.name(), field.value());
    }
    if (!headers.contains(HttpHeaderNames.USER_AGENT)) {
      headers.set(HttpHeaderNames.USER_AGENT, "cambio");
    }
    byte[] body = request.body();
    if (body.length == 0) {
      return origin.client.execute(HttpRequest.of(headers.build()));
    }
    headers.contentLength(body.length);
    HttpData[] whole = {HttpData.wrap(body)};
    return origin.client.execute(HttpRequest.of(headers.build(), whole));
  }

  private Origin origin(URI uri) {
    String scheme = uri.getScheme();
    String authority = uri.getRawAuthority();
    String key = scheme + "://" + authority;
    Origin origin = origins.get(key);
    return origin != null ? origin : origins.computeIfAbsent(key, k -> build(scheme, authority));
  }

  private Origin build(String scheme, String authority) {
    // Many plain-text servers misread HTTP/2's preface, so http means HTTP/1.1; with TLS, ALPN
    // chooses.
    SessionProtocol protocol = scheme.equals("https") ? SessionProtocol.HTTPS : SessionProtocol.H1C;
    WebClient client =
        WebClient.builder(protocol.uriText() + "://" + authority)
            .factory(factory)
            .responseTimeoutMillis(0)
            .writeTimeoutMillis(0)
            .maxResponseLength(0)
            .build();
    Endpoint endpoint = Endpoint.parse(authority).withoutDefaultPort(protocol);
    return new Origin(client, scheme, endpoint.authority());
  }

  /** Closes all connections; exchanges under way fail. */
  @Override
  public void close() {
    factory.close();
  }
}
