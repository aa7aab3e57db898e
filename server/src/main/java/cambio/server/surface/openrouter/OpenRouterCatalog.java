package cambio.server.surface.openrouter;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Model;
import cambio.router.plan.Principal;
import cambio.server.surface.AutoModel;
import cambio.server.surface.CallerHeaders;
import cambio.server.surface.DoorContext;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.wire.JsonWriter;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The catalogue at the OpenRouter door. It shows the whole catalogue, as OpenRouter's does; what
 * this router can serve right now is at {@code /v1/models}.
 */
final class OpenRouterCatalog {

  private final DoorContext context;

  OpenRouterCatalog(DoorContext context) {
    this.context = context;
  }

  HttpResponse models(
      ServiceRequestContext ctx, HttpRequest request, Principal principal, CallerHeaders caller) {
    CatalogSnapshot catalog = context.catalog().get();
    CatalogWriter writer = writer(catalog);
    JsonWriter json = open().array();
    query(ctx).page(all(catalog)).forEach(model -> writer.model(json, model));
    return json(json.end(), caller);
  }

  HttpResponse count(
      ServiceRequestContext ctx, HttpRequest request, Principal principal, CallerHeaders caller) {
    long count = query(ctx).count(all(context.catalog().get()));
    return json(open().object().member("count", count).end(), caller);
  }

  HttpResponse model(
      ServiceRequestContext ctx, HttpRequest request, Principal principal, CallerHeaders caller) {
    CatalogSnapshot catalog = context.catalog().get();
    JsonWriter json = open();
    writer(catalog).model(json, named(ctx, catalog));
    return json(json, caller);
  }

  HttpResponse endpoints(
      ServiceRequestContext ctx, HttpRequest request, Principal principal, CallerHeaders caller) {
    CatalogSnapshot catalog = context.catalog().get();
    JsonWriter json = open();
    writer(catalog).endpoints(json, named(ctx, catalog));
    return json(json, caller);
  }

  HttpResponse providers(
      ServiceRequestContext ctx, HttpRequest request, Principal principal, CallerHeaders caller) {
    CatalogSnapshot catalog = context.catalog().get();
    CatalogWriter writer = writer(catalog);
    JsonWriter json = open().array();
    catalog.providers().forEach(provider -> writer.provider(json, provider));
    return json(json.end(), caller);
  }

  /** The catalogue's models, and the one that stands for any of them. */
  private static List<Model> all(CatalogSnapshot catalog) {
    List<Model> models = new ArrayList<>(catalog.models());
    Model auto = AutoModel.over(models);
    if (auto != null) {
      models.add(auto);
    }
    return models;
  }

  private static Model named(ServiceRequestContext ctx, CatalogSnapshot catalog) {
    String slug =
        Objects.requireNonNull(ctx.pathParam("author"))
            + '/'
            + Objects.requireNonNull(ctx.pathParam("slug"));
    Model model = AutoModel.is(slug) ? AutoModel.over(catalog.models()) : catalog.model(slug);
    if (model == null) {
      String shown = slug.length() > 100 ? slug.substring(0, 100) + "…" : slug;
      throw new FailureException(
          Failure.of(
              FailureKind.NOT_FOUND,
              "The model " + shown + " is not in the catalogue. GET /api/v1/models lists it."));
    }
    return model;
  }

  private static ModelQuery query(ServiceRequestContext ctx) {
    return ModelQuery.of(QueryParams.fromQueryString(ctx.query()));
  }

  private CatalogWriter writer(CatalogSnapshot catalog) {
    return new CatalogWriter(catalog, context.clock().instant());
  }

  private static JsonWriter open() {
    return new JsonWriter().object().name("data");
  }

  private static HttpResponse json(JsonWriter json, CallerHeaders caller) {
    byte[] body = json.end().toBytes();
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, HttpData.wrap(body))
        .mapHeaders(headers -> headers.toBuilder().set("x-request-id", caller.requestId()).build());
  }
}
