package cambio.server.surface.grpc;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

/** Tells a REST caller that native REST is made by Envoy, which is not in front of this router. */
final class NativeRestNotice implements HttpService {

  private static final String BODY =
      """
      {"code":12,"message":"Native REST is served through Envoy, which is not in front of this \
      router: start one with `make up`, or use gRPC, /v1 (OpenAI) or /api/v1 (OpenRouter).",\
      "details":[]}
      """;

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    return HttpResponse.of(HttpStatus.NOT_IMPLEMENTED, MediaType.JSON_UTF_8, BODY);
  }
}
