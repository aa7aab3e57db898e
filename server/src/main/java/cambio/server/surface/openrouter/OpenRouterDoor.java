package cambio.server.surface.openrouter;

import cambio.server.auth.Access;
import cambio.server.surface.DoorContext;
import cambio.server.surface.DoorErrorHandler;
import cambio.server.surface.DoorService;
import cambio.server.surface.ErrorResponses;
import cambio.server.surface.UnknownPath;
import cambio.server.surface.chat.ChatHandler;
import cambio.server.surface.embedding.EmbeddingHandler;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServerBuilder;
import java.util.Map;

/**
 * The OpenRouter door: {@code /api/v1/chat/completions}, {@code /api/v1/embeddings} and the
 * catalogue.
 */
public final class OpenRouterDoor {

  private static final String BASE = "/api/v1";
  private static final String CHAT = BASE + "/chat/completions";
  private static final String EMBEDDINGS = BASE + "/embeddings";
  private static final String MODELS = BASE + "/models";
  private static final String COUNT = MODELS + "/count";
  private static final String PROVIDERS = BASE + "/providers";

  private final DoorContext context;
  private final ErrorResponses errors;

  /** A door of this context. */
  public OpenRouterDoor(DoorContext context) {
    this.context = context;
    this.errors = new ErrorResponses(new OpenRouterErrorShape(), context.clock());
  }

  /** Binds every path under {@code /api/v1} that no more exact route takes. */
  public void bindTo(ServerBuilder server) {
    OpenRouterCatalog catalog = new OpenRouterCatalog(context);
    server
        .route()
        .post(CHAT)
        .maxRequestLength(context.maxBodyBytes())
        .errorHandler(new DoorErrorHandler(context, errors))
        .build(
            service(new ChatHandler(context, new OpenRouterChatShape(context.catalog()), errors)));
    server
        .route()
        .post(EMBEDDINGS)
        .maxRequestLength(context.maxBodyBytes())
        .errorHandler(new DoorErrorHandler(context, errors))
        .build(
            service(
                new EmbeddingHandler(
                    context, new OpenRouterEmbeddingShape(context.catalog()), errors)));
    server.route().get(MODELS).build(readable(catalog::models));
    server.route().get(COUNT).build(readable(catalog::count));
    server.route().get(MODELS + "/{author}/{slug}/endpoints").build(readable(catalog::endpoints));
    server.route().get(BASE + "/model/{author}/{slug}").build(readable(catalog::model));
    server.route().get(PROVIDERS).build(readable(catalog::providers));
    server.serviceUnder(
        BASE,
        new UnknownPath(
            context,
            errors,
            Map.of(
                CHAT, HttpMethod.POST,
                EMBEDDINGS, HttpMethod.POST,
                MODELS, HttpMethod.GET,
                COUNT, HttpMethod.GET,
                PROVIDERS, HttpMethod.GET)));
  }

  /** What any key may read. */
  private DoorService readable(DoorService.Handler handler) {
    return new DoorService(context, errors, Access.ANY_KEY, handler);
  }

  private DoorService service(DoorService.Handler handler) {
    return new DoorService(context, errors, handler);
  }
}
