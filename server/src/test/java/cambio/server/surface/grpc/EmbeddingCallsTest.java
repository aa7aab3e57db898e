package cambio.server.surface.grpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cambio.server.execution.GenerationCall;
import cambio.spi.event.Embedded;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.request.EmbeddingRequest;
import cambio.v1.EmbedEncoding;
import cambio.v1.EmbedInput;
import cambio.v1.EmbedPurpose;
import cambio.v1.EmbedRequest;
import cambio.v1.EmbedResponse;
import cambio.v1.EmbeddingServiceGrpc;
import cambio.v1.TokenIds;
import cambio.wire.Vectors;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingCallsTest {

  private static final Finished STOP = new Finished(0, FinishReason.STOP, null);

  private GrpcDoor door = new GrpcDoor();
  private EmbeddingServiceGrpc.EmbeddingServiceBlockingStub stub =
      door.client(EmbeddingServiceGrpc.EmbeddingServiceBlockingStub.class);

  @BeforeAll
  void ready() {
    assertThat(door.port()).isPositive();
  }

  @AfterAll
  void close() {
    door.close();
  }

  @BeforeEach
  void reset() {
    door.engine.reset();
  }

  private static EmbedInput text(String text) {
    return EmbedInput.newBuilder().setText(text).build();
  }

  @Test
  void vectorsComeInTheOrderOfTheirInputs() throws Exception {
    float[] first = {0.5f, -1};
    float[] second = {2, 0.25f};
    door.engine.answers(new Embedded(List.of(first, second)), STOP);

    EmbedResponse answer =
        stub.embed(
            EmbedRequest.newBuilder()
                .setModel("acme/large")
                .addInputs(text("one"))
                .addInputs(text("two"))
                .setDimensions(2)
                .setPurpose(EmbedPurpose.EMBED_PURPOSE_SEARCH_QUERY)
                .setUser("maria")
                .build());

    assertThat(answer.getEmbeddingsList())
        .extracting(e -> e.getIndex(), e -> e.getValuesList())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, List.of(0.5f, -1f)),
            org.assertj.core.groups.Tuple.tuple(1, List.of(2f, 0.25f)));
    assertThat(answer.getUsage().hasCost()).isTrue();
    GenerationCall call = door.engine.calls.poll(120, TimeUnit.SECONDS);
    assertThat(call).isNotNull();
    EmbeddingRequest request = requireNonNull(call.embedding());
    assertThat(request.inputs()).containsExactly("one", "two");
    assertThat(request.dimensions()).isEqualTo(2);
    assertThat(request.purpose()).isEqualTo("search_query");
    assertThat(request.user()).hasSize(64);
    assertThat(call.context().principal().endUser()).isEqualTo("maria");
  }

  @Test
  void vectorsMayBeBytesAndInputsTokens() {
    float[] vector = {0.5f, -1};
    door.engine.answers(new Embedded(List.of(vector)), STOP);

    EmbedResponse answer =
        stub.embed(
            EmbedRequest.newBuilder()
                .setModel("acme/large")
                .addInputs(
                    EmbedInput.newBuilder().setTokens(TokenIds.newBuilder().addIds(7).addIds(0)))
                .setEncoding(EmbedEncoding.EMBED_ENCODING_BYTES)
                .build());

    assertThat(answer.getEmbeddings(0).getPacked().toByteArray()).isEqualTo(Vectors.packed(vector));
    assertThat(answer.getEmbeddings(0).getValuesCount()).isZero();
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    EmbedRequest request =
        EmbedRequest.newBuilder()
            .addInputs(text(""))
            .addInputs(EmbedInput.newBuilder().setImageUrl("https://a.example/x.png"))
            .setDimensions(0)
            .setTruncate(true)
            .build();

    InvalidMessage refused =
        catchThrowableOfType(
            InvalidMessage.class, () -> EmbedReader.read(request, Catalogs.small()));

    assertThat(refused.violations())
        .extracting(Violation::field)
        .containsExactlyInAnyOrder(
            "inputs[0].text", "inputs[1].image_url", "dimensions", "truncate", "model");
  }
}
