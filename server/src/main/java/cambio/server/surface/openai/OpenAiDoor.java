package cambio.server.surface.openai;

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

/** The OpenAI door: {@code /v1/chat/completions}, {@code /v1/embeddings} and {@code /v1/models}. */
public final class OpenAiDoor {

  private static final String CHAT = "/v1/chat/completions";
  private static final String EMBEDDINGS = "/v1/embeddings";
  private static final String MODELS = "/v1/models";

  private final DoorContext context;
  private final ErrorResponses errors;

  /** A door of this context. */
  public OpenAiDoor(DoorContext context) {
    this.context = context;
    this.errors = new ErrorResponses(new OpenAiErrorShape(), context.clock());
  }

  /** Binds every path under {@code /v1} that no more exact route takes. */
  public void bindTo(ServerBuilder server) {
    OpenAiModels models = new OpenAiModels(context);
    server
        .route()
        .post(CHAT)
        .maxRequestLength(context.maxBodyBytes())
        .errorHandler(new DoorErrorHandler(context, errors))
        .build(service(new ChatHandler(context, new OpenAiChatShape(), errors)));
    server
        .route()
        .post(EMBEDDINGS)
        .maxRequestLength(context.maxBodyBytes())
        .errorHandler(new DoorErrorHandler(context, errors))
        .build(service(new EmbeddingHandler(context, new OpenAiEmbeddingShape(), errors)));
    server.route().get(MODELS).build(readable(models::list));
    server.route().get("prefix:" + MODELS + "/").build(readable(models::get));
    server.serviceUnder(
        "/v1",
        new UnknownPath(
            context,
            errors,
            Map.of(
                CHAT, HttpMethod.POST,
                EMBEDDINGS, HttpMethod.POST,
                MODELS, HttpMethod.GET)));
  }

  /** What any key may read. */
  private DoorService readable(DoorService.Handler handler) {
    return new DoorService(context, errors, Access.ANY_KEY, handler);
  }

  private DoorService service(DoorService.Handler handler) {
    return new DoorService(context, errors, handler);
  }
}
