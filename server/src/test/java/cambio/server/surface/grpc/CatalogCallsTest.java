package cambio.server.surface.grpc;

import static cambio.server.surface.grpc.GrpcDoor.code;
import static cambio.server.surface.grpc.GrpcDoor.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cambio.v1.CompareModelsRequest;
import cambio.v1.Endpoint;
import cambio.v1.GetModelRequest;
import cambio.v1.GetProviderRequest;
import cambio.v1.ListEndpointsRequest;
import cambio.v1.ListModelsRequest;
import cambio.v1.ListModelsResponse;
import cambio.v1.ListProvidersRequest;
import cambio.v1.Model;
import cambio.v1.ModelOrder;
import cambio.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import cambio.v1.Provider;
import cambio.v1.ProviderServiceGrpc.ProviderServiceBlockingStub;
import io.grpc.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogCallsTest {

  private final GrpcDoor door = new GrpcDoor();
  private final ModelServiceBlockingStub models = door.client(ModelServiceBlockingStub.class);
  private final ProviderServiceBlockingStub providers =
      door.client(ProviderServiceBlockingStub.class);

  @BeforeAll
  void warm() {
    assertThat(door.port()).isPositive();
  }

  @AfterAll
  void close() {
    door.close();
  }

  private ListModelsResponse list(ListModelsRequest.Builder request) {
    return models.listModels(request.build());
  }

  @Test
  void modelsAreListedById() {
    ListModelsResponse answer = list(ListModelsRequest.newBuilder());

    assertThat(answer.getModelsList())
        .extracting(Model::getId)
        .containsExactly("acme/large", "acme/small", "corn/large");
    assertThat(answer.getTotalSize()).isEqualTo(3);
    assertThat(answer.getCatalogVersion()).isEqualTo("test-1");
    assertThat(answer.getModels(0).getLowestRates().getInput()).isEqualTo("2");
    assertThat(answer.getModels(0).getEndpointCount()).isEqualTo(2);
  }

  @Test
  void pagesCoverTheListOnce() {
    ListModelsResponse first = list(ListModelsRequest.newBuilder().setPageSize(2));
    ListModelsResponse second =
        list(ListModelsRequest.newBuilder().setPageSize(2).setPageToken(first.getNextPageToken()));

    assertThat(first.getModelsList()).hasSize(2);
    assertThat(second.getModelsList()).extracting(Model::getId).containsExactly("corn/large");
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void foreignPageTokenIsRefused() {
    Throwable thrown =
        catchThrowable(() -> list(ListModelsRequest.newBuilder().setPageToken("nonsense")));

    assertThat(code(thrown)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(detail(thrown).getField()).isEqualTo("page_token");
  }

  @Test
  void filtersNarrowAndOrderOrders() {
    assertThat(
            list(ListModelsRequest.newBuilder()
                    .setMaxInputPrice("2.5")
                    .setOrderBy(ModelOrder.MODEL_ORDER_INPUT_PRICE))
                .getModelsList())
        .extracting(Model::getId)
        .containsExactly("acme/small", "acme/large");
    assertThat(list(ListModelsRequest.newBuilder().addProviders("bolt")).getModelsList())
        .extracting(Model::getId)
        .containsExactly("acme/large");
    assertThat(list(ListModelsRequest.newBuilder().setUsableOnly(true)).getModelsList()).isEmpty();
  }

  @Test
  void modelIsFoundByIdAndByUniqueBareName() {
    assertThat(model("acme/small")).isEqualTo("acme/small");
    assertThat(model("small")).isEqualTo("acme/small");
  }

  private String model(String name) {
    return models.getModel(GetModelRequest.newBuilder().setModel(name).build()).getModel().getId();
  }

  @Test
  void ambiguousNameIsRefusedWithTheCandidates() {
    Throwable thrown = catchThrowable(() -> model("large"));

    assertThat(code(thrown)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(thrown).hasMessageContaining("acme/large, corn/large");
  }

  @Test
  void unknownModelIsNotFoundWithTheNearest() {
    Throwable thrown = catchThrowable(() -> model("acme/smal"));

    assertThat(code(thrown)).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(thrown).hasMessageContaining("acme/small");
  }

  @Test
  void endpointsAreListedByPrice() {
    assertThat(
            models
                .listEndpoints(ListEndpointsRequest.newBuilder().setModel("acme/large").build())
                .getEndpointsList())
        .extracting(Endpoint::getProvider)
        .containsExactly("bolt", "acme");
  }

  @Test
  void providersAreListedWithTheirUsability() {
    assertThat(
            providers.listProviders(ListProvidersRequest.getDefaultInstance()).getProvidersList())
        .extracting(Provider::getId)
        .containsExactly("acme", "bolt", "corn");
    assertThat(
            providers
                .listProviders(ListProvidersRequest.newBuilder().setUsableOnly(true).build())
                .getProvidersList())
        .extracting(Provider::getId)
        .containsExactly("acme");
  }

  @Test
  void unknownProviderIsNotFound() {
    Throwable thrown =
        catchThrowable(() ->
            providers.getProvider(GetProviderRequest.newBuilder().setProvider("nix").build()));

    assertThat(code(thrown)).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void comparisonIsNotServedYetAndSaysSo() {
    Throwable thrown =
        catchThrowable(() -> models.compareModels(CompareModelsRequest.getDefaultInstance()));

    assertThat(code(thrown)).isEqualTo(Status.Code.UNIMPLEMENTED);
  }
}
