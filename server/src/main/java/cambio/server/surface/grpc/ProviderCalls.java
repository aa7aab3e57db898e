package cambio.server.surface.grpc;

import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Provider;
import cambio.v1.GetProviderRequest;
import cambio.v1.GetProviderResponse;
import cambio.v1.GetProviderUptimeRequest;
import cambio.v1.GetProviderUptimeResponse;
import cambio.v1.ListProvidersRequest;
import cambio.v1.ListProvidersResponse;
import cambio.v1.ProviderServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.Comparator;
import java.util.List;

/** {@code ProviderService}, from one snapshot of the catalogue a call. */
final class ProviderCalls extends ProviderServiceGrpc.ProviderServiceImplBase {

  private final GrpcPorts ports;

  ProviderCalls(GrpcPorts ports) {
    this.ports = ports;
  }

  @Override
  public void listProviders(
      ListProvidersRequest request, StreamObserver<ListProvidersResponse> out) {
    Replies.reply(
        out,
        scope -> {
          CatalogSnapshot catalog = ports.catalog().get();
          CatalogWriter writer = writer(catalog);
          ModelFinder finder = new ModelFinder(catalog, scope.principal().entitlements());
          List<cambio.v1.Provider> providers =
              catalog.providers().stream()
                  .filter(provider -> finder.visible(provider.id()))
                  .sorted(Comparator.comparing(Provider::id))
                  .map(writer::provider)
                  .filter(provider -> !request.getUsableOnly() || provider.getUsable())
                  .toList();
          PageToken.Page<cambio.v1.Provider> page =
              PageToken.page(
                  providers, request.getPageSize(), request.getPageToken(), new Violations());
          return ListProvidersResponse.newBuilder()
              .addAllProviders(page.items())
              .setNextPageToken(page.next())
              .setTotalSize(providers.size())
              .build();
        });
  }

  @Override
  public void getProvider(GetProviderRequest request, StreamObserver<GetProviderResponse> out) {
    Replies.reply(
        out,
        scope -> {
          CatalogSnapshot catalog = ports.catalog().get();
          ModelFinder finder = new ModelFinder(catalog, scope.principal().entitlements());
          Provider provider = catalog.provider(request.getProvider());
          if (provider == null || !finder.visible(provider.id())) {
            throw ModelFinder.notFound(
                "provider",
                "There is no provider "
                    + Violations.shown(request.getProvider())
                    + ". ListProviders (GET /cambio/v1/providers) shows those there are.");
          }
          return GetProviderResponse.newBuilder()
              .setProvider(writer(catalog).provider(provider))
              .build();
        });
  }

  @Override
  public void getProviderUptime(
      GetProviderUptimeRequest request, StreamObserver<GetProviderUptimeResponse> out) {
    out.onError(
        UnservedService.status(ProviderServiceGrpc.getGetProviderUptimeMethod().getFullMethodName())
            .asRuntimeException());
  }

  private CatalogWriter writer(CatalogSnapshot catalog) {
    return new CatalogWriter(catalog, ports.availability().get(), ports.clock().instant());
  }
}
