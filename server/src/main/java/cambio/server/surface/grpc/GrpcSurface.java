package cambio.server.surface.grpc;

import cambio.server.surface.RequestBodies;
import cambio.v1.RankingServiceGrpc;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcHealthCheckService;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.List;

/**
 * The gRPC door, ready to be hung into a server. The standard health service needs no key; every
 * other service does.
 */
public final class GrpcSurface {

  private static final List<ServiceDescriptor> UNSERVED =
      List.of(RankingServiceGrpc.getServiceDescriptor());

  private final GrpcPorts ports;
  private final GrpcLimits limits;
  private final RequestBodies bodies;

  /** A door connected to these ports, whose request messages count among these bodies. */
  public GrpcSurface(GrpcPorts ports, GrpcLimits limits, RequestBodies bodies) {
    this.ports = ports;
    this.limits = limits;
    this.bodies = bodies;
  }

  /** Adds the services. */
  public void addTo(ServerBuilder server) {
    GrpcService service = service();
    HttpService entered = service.decorate(next -> new CallerLookup(next, ports.authenticator()));
    // The server's own defaults are for small, quick requests. A message's own length is checked
    // before it is read, so that the refusal can say why.
    for (Route route : service.routes()) {
      server
          .route()
          .path(route.patternString())
          .maxRequestLength(0)
          .requestTimeout(limits.receiveTimeout())
          .decorator(this::counted)
          .build(entered);
    }
  }

  private HttpResponse counted(HttpService service, ServiceRequestContext ctx, HttpRequest request)
      throws Exception {
    HttpRequest counted = bodies.counted(request);
    ctx.updateRequest(counted);
    return service.serve(ctx, counted);
  }

  /** The services that are served, for whoever describes them. */
  public List<BindableService> services() {
    return List.of(
        new CompletionCalls(ports, limits),
        new EmbeddingCalls(ports, limits),
        new ModelCalls(ports),
        new ProviderCalls(ports),
        new GenerationCalls(ports),
        new KeyCalls(ports),
        new OrganizationCalls(ports),
        new CreditCalls(ports));
  }

  private GrpcService service() {
    ServerInterceptor entrance = new CallEntrance(ports.requestIds());
    GrpcServiceBuilder builder =
        GrpcService.builder()
            .addService(GrpcHealthCheckService.of(ports.health()))
            .maxRequestMessageLength(limits.maxMessageBytes())
            .maxResponseMessageLength(Integer.MAX_VALUE)
            // The deadline is the engine's to keep, so that its end is an honest failure.
            .useClientTimeoutHeader(false)
            .useBlockingTaskExecutor(false)
            .exceptionHandler(new RefusedRequests(limits.maxMessageBytes()));
    services()
        .forEach(service -> builder.addService(ServerInterceptors.intercept(service, entrance)));
    for (ServiceDescriptor unserved : UNSERVED) {
      ServerServiceDefinition definition = UnservedService.of(unserved);
      builder.addService(ServerInterceptors.intercept(definition, entrance));
    }
    return builder.build();
  }
}
