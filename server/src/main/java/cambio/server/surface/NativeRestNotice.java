package cambio.server.surface;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;

/** Says, at {@code /cambio/v1/…}, that the native REST door is Envoy's work. */
public final class NativeRestNotice implements HttpService {

  // In the form that Envoy's transcoder gives errors in: the JSON of google.rpc.Status.
  private static final String BODY =
      """
      {"code":12,"message":"The native REST API is transcoded from gRPC by Envoy, and this request \
      reached the router directly. Send it to Envoy's port (`make up` starts one), or use gRPC, \
      /v1/chat/completions or /api/v1/chat/completions here.","details":[]}\
      """;

  /** Binds the notice. */
  public void bindTo(ServerBuilder server) {
    server.serviceUnder("/cambio/v1", this);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    return HttpResponse.of(HttpStatus.NOT_IMPLEMENTED, MediaType.JSON_UTF_8, BODY);
  }
}
