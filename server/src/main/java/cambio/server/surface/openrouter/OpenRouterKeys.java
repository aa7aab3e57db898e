package cambio.server.surface.openrouter;

import cambio.router.plan.Principal;
import cambio.server.auth.Access;
import cambio.server.ledger.SpendHistory;
import cambio.server.surface.CallerHeaders;
import cambio.server.surface.DoorContext;
import cambio.server.surface.DoorErrorHandler;
import cambio.server.surface.DoorService;
import cambio.server.surface.ErrorResponses;
import cambio.server.surface.StrictJson;
import cambio.server.tenant.Administration;
import cambio.server.tenant.Administrator;
import cambio.server.tenant.FieldRules;
import cambio.server.tenant.KeyDraft;
import cambio.server.tenant.KeySettings;
import cambio.server.tenant.NewKey;
import cambio.server.tenant.StoredKey;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.wire.JsonWriter;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseCompleteException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's {@code /api/v1/keys} and {@code /api/v1/key}. Everything is answered on another
 * thread than the event loop, because it asks the database.
 */
public final class OpenRouterKeys {

  private static final String KEYS = "/api/v1/keys";
  private static final String KEY = KEYS + "/{hash}";
  private static final String CURRENT = "/api/v1/key";
  private static final int PAGE = 100;
  private static final int BODY_MAX = 64 * 1024;

  private final DoorContext context;
  private final Administration administration;
  private final SpendHistory history;
  private final ErrorResponses errors;

  /** The paths, in this context. */
  public OpenRouterKeys(DoorContext context, Administration administration, SpendHistory history) {
    this.context = context;
    this.administration = administration;
    this.history = history;
    this.errors = new ErrorResponses(new OpenRouterErrorShape(), context.clock());
  }

  /** Binds the paths. */
  public void bindTo(ServerBuilder server) {
    server.route().get(KEYS).build(managed(this::list));
    server
        .route()
        .post(KEYS)
        .maxRequestLength(BODY_MAX)
        .errorHandler(tooLong())
        .build(managed(this::create));
    server.route().get(KEY).build(managed(this::get));
    server
        .route()
        .patch(KEY)
        .maxRequestLength(BODY_MAX)
        .errorHandler(tooLong())
        .build(managed(this::update));
    server.route().delete(KEY).build(managed(this::delete));
    server
        .route()
        .get(CURRENT)
        .build(new DoorService(context, errors, Access.ANY_KEY, answering(this::current)));
  }

  /** What is asked: a request of a caller, with its whole body. */
  private record Ask(ServiceRequestContext ctx, Principal principal, byte[] body) {

    Administrator by() {
      return Administrator.of(principal);
    }

    String hash() {
      return Objects.requireNonNull(ctx.pathParam("hash"));
    }
  }

  /** What is answered. */
  private record Answer(HttpStatus status, JsonWriter json) {}

  /** Answers; blocks. */
  @FunctionalInterface
  private interface Answering {
    Answer to(Ask ask);
  }

  private DoorErrorHandler tooLong() {
    return new DoorErrorHandler(context, errors);
  }

  private DoorService managed(Answering answering) {
    return new DoorService(context, errors, Access.MANAGE, answering(answering));
  }

  private DoorService.Handler answering(Answering answering) {
    return (ctx, request, principal, caller) -> {
      // A body that trickles in must not hold its connection for ever.
      ctx.setRequestTimeout(TimeoutMode.SET_FROM_NOW, context.timeout());
      return HttpResponse.of(
          request
              .aggregate()
              .thenApplyAsync(
                  whole ->
                      response(
                          answering.to(new Ask(ctx, principal, whole.content().array())), caller),
                  context.background())
              .exceptionally(thrown -> errors.of(failure(thrown, caller), caller)));
    };
  }

  private static HttpResponse response(Answer answer, CallerHeaders caller) {
    return HttpResponse.of(
            answer.status(), MediaType.JSON_UTF_8, HttpData.wrap(answer.json().toBytes()))
        .mapHeaders(headers -> headers.toBuilder().set("x-request-id", caller.requestId()).build());
  }

  private static Failure failure(Throwable thrown, CallerHeaders caller) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return switch (cause) {
      case FailureException told -> told.failure();
      case ContentTooLargeException large -> DoorErrorHandler.tooLarge(BODY_MAX);
      // The body broke off: the caller has gone, or has been answered already.
      case ClosedStreamException closed -> gone();
      case ResponseCompleteException answered -> gone();
      default -> DoorService.unexpected(cause, caller);
    };
  }

  private static Failure gone() {
    return Failure.of(FailureKind.CANCELLED, "The request's body broke off.");
  }

  private Answer list(Ask ask) {
    QueryParams query = QueryParams.fromQueryString(ask.ctx().query());
    String workspace = query.get("workspace_id");
    if (workspace != null) {
      refusing().id("workspace_id", workspace);
    }
    JsonWriter json = new JsonWriter().object().name("data").array();
    KeyObject object = object();
    administration
        .keys()
        .list(
            ask.by(),
            null,
            workspace,
            "true".equals(query.get("include_disabled")),
            null,
            offset(query.get("offset")),
            PAGE)
        .forEach(key -> object.write(json, key));
    return new Answer(HttpStatus.OK, json.end().end());
  }

  private static int offset(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return 0;
    }
    try {
      int offset = Integer.parseInt(text);
      if (offset >= 0) {
        return offset;
      }
    } catch (NumberFormatException e) {
      throw StrictJson.refusal("offset", "not usable (expected: an integer of at least 0)");
    }
    throw StrictJson.refusal("offset", "not usable (expected: an integer of at least 0)");
  }

  private Answer create(Ask ask) {
    KeyDraft draft = KeyBody.draft(ask.body(), context.clock().instant());
    NewKey made = administration.keys().create(ask.by(), draft);
    JsonWriter json = new JsonWriter().object();
    json.name("data");
    object().write(json, made.key());
    json.member("key", made.secret());
    return new Answer(HttpStatus.CREATED, json.end());
  }

  private Answer get(Ask ask) {
    return data(administration.keys().find(ask.by(), ask.hash()));
  }

  private Answer update(Ask ask) {
    UnaryOperator<KeySettings> changes = KeyBody.changes(ask.body(), context.clock().instant());
    return data(administration.keys().update(ask.by(), ask.hash(), changes));
  }

  private Answer delete(Ask ask) {
    administration.keys().delete(ask.by(), ask.hash());
    return new Answer(HttpStatus.OK, new JsonWriter().object().member("deleted", true).end());
  }

  private Answer current(Ask ask) {
    StoredKey key = administration.current(ask.principal().keyId());
    JsonWriter json = new JsonWriter().object().name("data");
    if (key == null) {
      object().anonymous(json, ask.principal());
    } else {
      object().current(json, key);
    }
    return new Answer(HttpStatus.OK, json.end());
  }

  private Answer data(StoredKey key) {
    JsonWriter json = new JsonWriter().object().name("data");
    object().write(json, key);
    return new Answer(HttpStatus.OK, json.end());
  }

  private KeyObject object() {
    return new KeyObject(history, context.clock().instant());
  }

  private static FieldRules refusing() {
    return new FieldRules((field, problem) -> {
      throw StrictJson.refusal(field, problem);
    });
  }
}
