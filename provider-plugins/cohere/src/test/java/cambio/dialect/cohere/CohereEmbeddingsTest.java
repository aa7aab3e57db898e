package cambio.dialect.cohere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.DecodeContext;
import cambio.spi.EmbeddingResult;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.Quirks;
import cambio.spi.ResponseHead;
import cambio.spi.Secret;
import cambio.spi.UpstreamRequest;
import cambio.spi.event.Usage;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.Extras;
import cambio.testkit.Json;
import cambio.testkit.Members;
import cambio.testkit.Recording;
import cambio.testkit.Recordings;
import cambio.testkit.SharedFolder;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CohereEmbeddingsTest {

  private final CohereEmbeddings embeddings = new CohereEmbeddings();

  @Test
  void recordedExchangesAreReproducedAndRead() {
    Path folder = SharedFolder.recordings();
    assertThat(folder != null || !SharedFolder.required()).as("REQUIRE_SHARED=1").isTrue();
    Assumptions.assumeTrue(folder != null, "no recordings: set CAMBIO_SHARED");
    List<Recording> recordings =
        Recordings.load(java.util.Objects.requireNonNull(folder), Set.of("cohere.v2embed"));
    for (Recording recording : recordings) {
      reproduced(recording);
      if (recording.successful()) {
        read(recording);
      }
    }
  }

  private void reproduced(Recording recording) {
    Members body = Members.of("$", recording.request());
    EmbeddingRequest request =
        new EmbeddingRequest(
            body.list("texts").stream().map(JsonNode::textValue).toList(),
            body.integer("output_dimension"),
            body.text("input_type"),
            null,
            Extras.none());
    UpstreamRequest sent = encode(request, body.requiredText("model"), "none");
    assertThat(Json.parse(sent.body())).as(recording.id()).isEqualTo(recording.request());
    assertThat(sent.path()).isEqualTo(recording.path());
  }

  private void read(Recording recording) {
    JsonNode body = Json.parse(recording.text());
    EmbeddingResult result =
        embeddings.decode(
            new DecodeContext(recording.head(), endpoint("m", "none"), false), recording.body());
    JsonNode vectors = body.path("embeddings").path("float");
    assertThat(result.vectors()).hasSize(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      float[] vector = result.vectors().get(i);
      assertThat(vector).hasSize(vectors.path(i).size());
      for (int j = 0; j < vector.length; j++) {
        assertThat(vector[j]).isEqualTo(vectors.path(i).path(j).floatValue());
      }
    }
    int billed = body.at("/meta/billed_units/input_tokens").asInt();
    assertThat(result.usage()).isEqualTo(Usage.of(billed, 0));
  }

  @Test
  void purposeIsSentOrTheUsualOne() {
    EmbeddingRequest silent = request(List.of("a"), null);
    assertThat(Json.parse(encode(silent, "m", "search_document").body()).path("input_type"))
        .isEqualTo(Json.parse("\"search_document\""));
    assertThat(Json.parse(encode(silent, "m", "none").body()).has("input_type")).isFalse();
    EmbeddingRequest query = request(List.of("a"), "search_query");
    assertThat(Json.parse(encode(query, "m", "none").body()).path("input_type"))
        .isEqualTo(Json.parse("\"search_query\""));
  }

  @Test
  void tooManyTextsAreRefused() {
    EmbeddingRequest many = request(Collections.nCopies(97, "a"), null);
    assertThatThrownBy(() -> encode(many, "m", "none"))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"embeddings\":{\"float\":[]}}",
        "{\"embeddings\":{\"float\":[[]]}}",
        "{\"embeddings\":{\"float\":[[1,\"x\"]]}}",
        "{\"embeddings\":{\"float\":[[1"
      })
  void garbageIsAProtocolError(String body) {
    assertThatThrownBy(() ->
            embeddings.decode(
                new DecodeContext(
                    new ResponseHead(200, HeaderFields.empty()), endpoint("m", "none"), false),
                body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PROTOCOL_ERROR));
  }

  private UpstreamRequest encode(EmbeddingRequest request, String model, String usualType) {
    return embeddings.encode(
        request,
        new EncodeContext(
            endpoint(model, usualType),
            new Credential.ApiKey(Secret.of("k")),
            Instant.EPOCH,
            "id",
            false));
  }

  private static EmbeddingRequest request(List<String> inputs, @Nullable String purpose) {
    return new EmbeddingRequest(inputs, null, purpose, null, Extras.none());
  }

  private static EndpointSpec endpoint(String model, String usualType) {
    Quirks quirks = new Quirks(Map.of(), Set.of(), Map.of("input_type", usualType));
    URI base = URI.create("https://api.cohere.invalid/v2");
    return new EndpointSpec("e", "p", model, base, AuthStyle.BEARER, null, null, null, quirks);
  }
}
