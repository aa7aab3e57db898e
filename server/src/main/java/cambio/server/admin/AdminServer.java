package cambio.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's listener: {@code /metrics}, {@code /healthz}, {@code /readyz}, {@code /build} and
 * gRPC reflection. It has a port of its own and asks for no key, so it is never to be public.
 */
public final class AdminServer implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final MediaType METRICS = MediaType.parse("text/plain; version=0.0.4");

  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

  private final Server server;

  private AdminServer(Server server) {
    this.server = server;
  }

  /**
   * Starts listening.
   *
   * @param port 0 for a free one
   * @param described the gRPC services that the public listener serves: reflection describes them
   *     here, calls to them are refused here
   */
  public static AdminServer start(
      String host,
      int port,
      PrometheusRegistry metrics,
      Readiness readiness,
      List<? extends BindableService> described) {
    Map<String, String> build = BuildInfo.read();
    ServerBuilder builder =
        Server.builder()
            .http(new InetSocketAddress(host, port))
            .service("/metrics", metrics(metrics))
            .service("/healthz", (ctx, request) -> json(HttpStatus.OK, Map.of("status", "alive")))
            .service("/readyz", (ctx, request) -> ready(readiness.report()))
            .service("/build", (ctx, request) -> json(HttpStatus.OK, build))
            .service(reflection(described));
    Server server = builder.build();
    server.start().join();
    return new AdminServer(server);
  }

  private static GrpcService reflection(List<? extends BindableService> described) {
    GrpcServiceBuilder builder = GrpcService.builder();
    for (BindableService service : described) {
      builder.addService(ServerInterceptors.intercept(service, new Refusal()));
    }
    return builder.addService(ProtoReflectionServiceV1.newInstance()).build();
  }

  /** The services are here to be described, not to be called without a key. */
  private static final class Refusal implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, io.grpc.ServerCallHandler<Q, R> next) {
      call.close(
          Status.UNIMPLEMENTED.withDescription(
              "This is the admin listener. Call the service on the public one."),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  private static HttpService metrics(PrometheusRegistry registry) {
    PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.builder().build();
    return (ctx, request) ->
        HttpResponse.of(
            () -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream(32_768);
              try {
                writer.write(out, registry.scrape());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return HttpResponse.of(HttpStatus.OK, METRICS, HttpData.wrap(out.toByteArray()));
            },
            ctx.blockingTaskExecutor());
  }

  private static HttpResponse ready(Readiness.Report report) {
    return json(report.ready() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, report);
  }

  private static HttpResponse json(HttpStatus status, Object body) {
    try {
      return HttpResponse.of(status, MediaType.JSON, HttpData.wrap(JSON.writeValueAsBytes(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.activeLocalPort();
  }

  /** Stops listening; what Netty does after that (two quiet seconds) is not waited for. */
  @Override
  public void close() {
    var stopping = server.stop();
    stopping.exceptionally(failure -> {
      log.warn("the admin listener did not stop: {}", failure.toString());
      return null;
    });
  }
}
