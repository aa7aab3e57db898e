package cambio.server.surface.openrouter;

import cambio.router.plan.Principal;
import cambio.server.auth.Access;
import cambio.server.ledger.CreditBalance;
import cambio.server.ledger.Ledger;
import cambio.server.store.GenerationRow;
import cambio.server.store.GenerationStore;
import cambio.server.surface.CallerHeaders;
import cambio.server.surface.DoorContext;
import cambio.server.surface.DoorService;
import cambio.server.surface.ErrorResponses;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.wire.JsonWriter;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServerBuilder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * OpenRouter's {@code GET /api/v1/credits} and {@code GET /api/v1/generation?id=}. Answered on
 * another thread than the event loop, because they ask the database.
 */
public final class OpenRouterAccount {

  private static final String CREDITS = "/api/v1/credits";
  private static final String GENERATION = "/api/v1/generation";

  private final DoorContext context;
  private final Ledger ledger;
  private final GenerationStore generations;
  private final ErrorResponses errors;

  /** The paths, in this context. */
  public OpenRouterAccount(DoorContext context, Ledger ledger, GenerationStore generations) {
    this.context = context;
    this.ledger = ledger;
    this.generations = generations;
    this.errors = new ErrorResponses(new OpenRouterErrorShape(), context.clock());
  }

  /** Binds the paths. */
  public void bindTo(ServerBuilder server) {
    server
        .route()
        .get(CREDITS)
        .build(
            readable(
                (ctx, request, principal, caller) -> answer(caller, () -> credits(principal))));
    server
        .route()
        .get(GENERATION)
        .build(
            readable((ctx, request, principal, caller) -> {
              String id = QueryParams.fromQueryString(ctx.query()).get("id", "");
              return answer(caller, () -> generation(id, principal));
            }));
  }

  private DoorService readable(DoorService.Handler handler) {
    return new DoorService(context, errors, Access.ANY_KEY, handler);
  }

  private HttpResponse answer(CallerHeaders caller, Supplier<JsonWriter> json) {
    return HttpResponse.of(
        CompletableFuture.supplyAsync(json, context.background())
            .thenApply(body -> response(body, caller))
            .exceptionally(thrown -> errors.of(failure(thrown, caller), caller)));
  }

  private static HttpResponse response(JsonWriter json, CallerHeaders caller) {
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, HttpData.wrap(json.toBytes()))
        .mapHeaders(headers -> headers.toBuilder().set("x-request-id", caller.requestId()).build());
  }

  private static Failure failure(Throwable thrown, CallerHeaders caller) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return cause instanceof FailureException told
        ? told.failure()
        : DoorService.unexpected(cause, caller);
  }

  private JsonWriter credits(Principal principal) {
    CreditBalance balance = ledger.balance(principal.organization());
    return new JsonWriter()
        .object()
        .name("data")
        .object()
        .rawMember("total_credits", balance.credits().toString())
        .rawMember("total_usage", balance.usage().toString())
        .end()
        .end();
  }

  private JsonWriter generation(String id, Principal principal) {
    if (id.isEmpty()) {
      throw new FailureException(
          Failure.invalid("id", "id is missing (expected: /api/v1/generation?id=gen_...)"));
    }
    GenerationRow row = generations.find(id);
    if (row == null
        || !row.owner().organization().equals(principal.organization())
        || !row.owner().workspace().equals(principal.workspace())) {
      throw new FailureException(
          Failure.of(FailureKind.NOT_FOUND, "There is no such generation in this workspace.")
              .withField("id"));
    }
    return GenerationObject.write(row);
  }
}
