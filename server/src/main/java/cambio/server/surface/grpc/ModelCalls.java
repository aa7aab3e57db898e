package cambio.server.surface.grpc;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.money.PriceVersion;
import cambio.router.money.TokenRate;
import cambio.v1.CompareModelsRequest;
import cambio.v1.CompareModelsResponse;
import cambio.v1.GetModelRequest;
import cambio.v1.GetModelResponse;
import cambio.v1.ListEndpointsRequest;
import cambio.v1.ListEndpointsResponse;
import cambio.v1.ListModelsRequest;
import cambio.v1.ListModelsResponse;
import cambio.v1.ModelServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ModelService}, from one snapshot of the catalogue a call. */
final class ModelCalls extends ModelServiceGrpc.ModelServiceImplBase {

  private final GrpcPorts ports;

  ModelCalls(GrpcPorts ports) {
    this.ports = ports;
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> out) {
    Replies.reply(
        out,
        scope -> {
          CatalogSnapshot catalog = ports.catalog().get();
          CatalogWriter writer = writer(catalog);
          ModelFinder finder = new ModelFinder(catalog, scope.principal().entitlements());
          Violations violations = new Violations();
          ModelFilter filter = new ModelFilter(request, catalog, writer, violations);
          List<Model> matching =
              catalog.models().stream()
                  .filter(finder::visible)
                  .filter(filter::matches)
                  .sorted(filter.order(violations))
                  .toList();
          PageToken.Page<Model> page =
              PageToken.page(matching, request.getPageSize(), request.getPageToken(), violations);
          return ListModelsResponse.newBuilder()
              .addAllModels(page.items().stream().map(writer::model).toList())
              .setNextPageToken(page.next())
              .setTotalSize(matching.size())
              .setCatalogVersion(catalog.version())
              .build();
        });
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> out) {
    Replies.reply(
        out,
        scope -> {
          CatalogSnapshot catalog = ports.catalog().get();
          Model model =
              new ModelFinder(catalog, scope.principal().entitlements())
                  .find("model", request.getModel());
          return GetModelResponse.newBuilder().setModel(writer(catalog).model(model)).build();
        });
  }

  @Override
  public void listEndpoints(
      ListEndpointsRequest request, StreamObserver<ListEndpointsResponse> out) {
    Replies.reply(
        out,
        scope -> {
          CatalogSnapshot catalog = ports.catalog().get();
          CatalogWriter writer = writer(catalog);
          ModelFinder finder = new ModelFinder(catalog, scope.principal().entitlements());
          Model model = finder.find("model", request.getModel());
          Instant now = ports.clock().instant();
          ListEndpointsResponse.Builder answer =
              ListEndpointsResponse.newBuilder().setModel(writer.model(model));
          catalog.endpoints(model.slug()).stream()
              .filter(endpoint -> finder.visible(endpoint.provider()))
              .sorted(byPrice(now))
              .forEach(endpoint -> answer.addEndpoints(writer.endpoint(endpoint)));
          return answer.build();
        });
  }

  @Override
  public void compareModels(
      CompareModelsRequest request, StreamObserver<CompareModelsResponse> out) {
    out.onError(
        UnservedService.status(ModelServiceGrpc.getCompareModelsMethod().getFullMethodName())
            .asRuntimeException());
  }

  private CatalogWriter writer(CatalogSnapshot catalog) {
    return new CatalogWriter(catalog, ports.availability().get(), ports.clock().instant());
  }

  private static Comparator<Endpoint> byPrice(Instant now) {
    return Comparator.<Endpoint, @Nullable TokenRate>comparing(
            endpoint -> input(endpoint, now),
            Comparator.nullsLast(Comparator.<TokenRate>naturalOrder()))
        .thenComparing(Endpoint::id);
  }

  private static @Nullable TokenRate input(Endpoint endpoint, Instant now) {
    PriceVersion price = endpoint.priceAt(now);
    return price == null ? null : price.base().input();
  }
}
