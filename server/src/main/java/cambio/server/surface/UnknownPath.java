package cambio.server.surface;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Map;

/** Answers, in a door's dialect, what no service of the door has answered: 404 and 405. */
public final class UnknownPath implements HttpService {

  private final GenerationIds ids;
  private final ErrorResponses errors;
  private final Map<String, HttpMethod> known;

  /**
   * The end of a door.
   *
   * @param known the door's fixed paths with the method that each takes
   */
  public UnknownPath(DoorContext context, ErrorResponses errors, Map<String, HttpMethod> known) {
    this.ids = context.ids();
    this.errors = errors;
    this.known = Map.copyOf(known);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    CallerHeaders caller = CallerHeaders.read(request.headers(), ids);
    HttpMethod expected = known.get(ctx.path());
    if (expected == null) {
      return errors.ofHttp(
          HttpStatus.NOT_FOUND,
          "There is nothing at " + request.method() + " " + shown(ctx.path()) + ".",
          caller);
    }
    return errors
        .ofHttp(
            HttpStatus.METHOD_NOT_ALLOWED,
            "Method " + request.method() + " is not served here (expected: " + expected + ").",
            caller)
        .mapHeaders(headers -> headers.toBuilder().set("allow", expected.name()).build());
  }

  private static String shown(String path) {
    return path.length() > 100 ? path.substring(0, 100) + "…" : path;
  }
}
