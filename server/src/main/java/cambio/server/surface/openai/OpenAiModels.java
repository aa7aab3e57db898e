package cambio.server.surface.openai;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Model;
import cambio.router.plan.Principal;
import cambio.server.surface.AutoModel;
import cambio.server.surface.CallerHeaders;
import cambio.server.surface.DoorContext;
import cambio.server.surface.ReleaseDate;
import cambio.server.surface.ServableModels;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.wire.JsonWriter;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/models} and {@code /v1/models/{model}}: the models that the caller can be served,
 * because that is what this API's clients take the list for. The whole catalogue is at the
 * OpenRouter door.
 */
final class OpenAiModels {

  private final DoorContext context;

  OpenAiModels(DoorContext context) {
    this.context = context;
  }

  HttpResponse list(
      ServiceRequestContext ctx, HttpRequest request, Principal principal, CallerHeaders caller) {
    JsonWriter json = new JsonWriter().object().member("object", "list").name("data").array();
    List<Model> servable = servable(principal).all();
    servable.forEach(model -> write(json, model));
    Model auto = AutoModel.over(servable);
    if (auto != null) {
      write(json, auto);
    }
    return json(json.end().end(), caller);
  }

  HttpResponse get(
      ServiceRequestContext ctx, HttpRequest request, Principal principal, CallerHeaders caller) {
    // Clients send the slash of a slug as it is or escaped.
    String name = ctx.decodedMappedPath().substring(1).replaceAll("%2[Ff]", "/");
    ServableModels servable = servable(principal);
    Model auto = AutoModel.is(name) ? AutoModel.over(servable.all()) : null;
    if (auto != null) {
      JsonWriter json = new JsonWriter();
      write(json, auto);
      return json(json, caller);
    }
    Model model = find(servable.catalog(), name);
    if (model == null || !servable.contains(model)) {
      String why =
          model == null ? "is not in the catalogue" : "cannot be served with what is configured";
      String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
      Failure failure =
          Failure.of(
              FailureKind.NOT_FOUND,
              "The model " + shown + " " + why + ". GET /v1/models lists what can be served.");
      throw new FailureException(failure.withField("model"));
    }
    JsonWriter json = new JsonWriter();
    write(json, model);
    return json(json, caller);
  }

  private ServableModels servable(Principal principal) {
    return new ServableModels(
        context.catalog().get(), context.availability().get(), principal.entitlements());
  }

  private static @Nullable Model find(CatalogSnapshot catalog, String name) {
    Model exact = catalog.model(name);
    if (exact != null) {
      return exact;
    }
    List<String> slugs = catalog.slugsNamed(name);
    return slugs.size() == 1 ? catalog.model(slugs.getFirst()) : null;
  }

  private static void write(JsonWriter json, Model model) {
    json.object()
        .member("id", model.slug())
        .member("object", "model")
        .member("created", ReleaseDate.epochSecond(model.released()))
        .member("owned_by", model.author())
        .end();
  }

  private static HttpResponse json(JsonWriter json, CallerHeaders caller) {
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, HttpData.wrap(json.toBytes()))
        .mapHeaders(headers -> headers.toBuilder().set("x-request-id", caller.requestId()).build());
  }
}
