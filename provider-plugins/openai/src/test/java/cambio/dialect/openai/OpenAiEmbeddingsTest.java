package cambio.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.Adjustment;
import cambio.spi.DecodeContext;
import cambio.spi.EmbeddingResult;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.Quirks;
import cambio.spi.ResponseHead;
import cambio.spi.UpstreamRequest;
import cambio.spi.event.Usage;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.Extras;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.testkit.Json;
import cambio.testkit.Members;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.Recordings;
import cambio.testkit.SharedFolder;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OpenAiEmbeddingsTest {

  private static final Set<String> APIS =
      Set.of(
          "openai.embeddings",
          "azure.embeddings",
          "mistral.embeddings",
          "openrouter.embeddings",
          "perplexity.embeddings",
          "together.embeddings",
          "ollama.openai_embeddings");

  private final OpenAiEmbeddings adapter = new OpenAiEmbeddings();

  private static EndpointSpec endpoint(String model, URI base, Map<String, String> options) {
    return RecordedRequest.of(
            GenerationRequest.of(List.of(Message.user("-"))),
            model,
            base,
            new Quirks(Map.of(), Set.of(), options))
        .endpoint();
  }

  private UpstreamRequest encode(EmbeddingRequest request, EndpointSpec endpoint) {
    RecordedRequest to =
        RecordedRequest.of(
            GenerationRequest.of(List.of(Message.user("-"))),
            "m",
            endpoint.baseUrl(),
            Quirks.none());
    return adapter.encode(
        request,
        new EncodeContext(
            endpoint, to.credential(), Instant.parse("2026-01-02T03:04:05Z"), "r", false));
  }

  private EmbeddingResult decode(String body, String... optionsAndValues) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < optionsAndValues.length; i += 2) {
      options.put(optionsAndValues[i], optionsAndValues[i + 1]);
    }
    EndpointSpec endpoint = endpoint("m", URI.create("https://host.invalid/v1"), options);
    return adapter.decode(
        new DecodeContext(new ResponseHead(200, HeaderFields.empty()), endpoint, false),
        body.getBytes(StandardCharsets.UTF_8));
  }

  @TestFactory
  Stream<DynamicTest> recordings() {
    Path folder = SharedFolder.recordings();
    if (folder == null) {
      assertThat(SharedFolder.required()).as("REQUIRE_SHARED=1 but no recordings found").isFalse();
      return Assumptions.abort("no recordings: set CAMBIO_SHARED or RECORDINGS to replay some");
    }
    return Recordings.load(folder, APIS).stream()
        .map(recording -> DynamicTest.dynamicTest(recording.id(), () -> check(recording)));
  }

  private void check(Recording recording) {
    Map<String, String> options = new HashMap<>();
    Members body = Members.of("$", recording.request());
    String model = body.text("model");
    String encoding = body.text("encoding_format");
    if (model == null) {
      options.put("model_member", "false");
    }
    if (encoding != null) {
      options.put("encoding", encoding);
    }
    JsonNode expected = Json.parse(recording.body());
    Integer dimensions = body.integer("dimensions");
    if (recording.api().startsWith("perplexity")) {
      options.put("base64", "int8");
    }
    String suffix = "/embeddings";
    assertThat(recording.path()).endsWith(suffix);
    URI base =
        URI.create(
            "https://"
                + recording.host()
                + recording.path().substring(0, recording.path().length() - suffix.length()));
    EndpointSpec endpoint = endpoint(model == null ? "m" : model, base, options);
    EmbeddingRequest request = request(body, dimensions);
    body.requireAllRead();
    UpstreamRequest sent = encode(request, endpoint);
    assertThat(sent.path()).isEqualTo(recording.path());
    assertThat(normal(Json.parse(sent.body()))).isEqualTo(normal(recording.request()));
    if (!recording.successful()) {
      assertThat(adapter.classify(recording.head(), recording.body()).upstreamStatus())
          .isEqualTo(recording.head().status());
      return;
    }
    EmbeddingResult result =
        adapter.decode(new DecodeContext(recording.head(), endpoint, false), recording.body());
    assertThat(result.model()).isEqualTo(expected.path("model").asText());
    assertThat(result.usage()).isEqualTo(Usage.of(expected.at("/usage/prompt_tokens").asInt(), 0));
    assertThat(result.vectors()).hasSize(request.count());
    for (int i = 0; i < result.vectors().size(); i++) {
      assertThat(result.vectors().get(i))
          .isEqualTo(vector(expected.at("/data/" + i + "/embedding"), endpoint));
    }
  }

  /** A single input may stand bare. */
  private static JsonNode normal(JsonNode body) {
    JsonNode input = body.path("input");
    boolean list = input.isArray() && !input.isEmpty() && !input.get(0).isNumber();
    String text = list ? input.toString() : "[" + input + "]";
    return Json.parse(body.toString().replace("\"input\":" + input, "\"input\":" + text));
  }

  private static EmbeddingRequest request(
      Members body, @org.jspecify.annotations.Nullable Integer dimensions) {
    JsonNode input = body.any("input");
    List<String> texts = new ArrayList<>();
    List<List<Integer>> tokens = new ArrayList<>();
    for (JsonNode one : input != null && input.isArray() ? input : List.of(input)) {
      if (one.isArray()) {
        List<Integer> ids = new ArrayList<>();
        one.forEach(id -> ids.add(id.intValue()));
        tokens.add(ids);
      } else {
        texts.add(one.asText());
      }
    }
    return new EmbeddingRequest(texts, tokens, dimensions, null, body.text("user"), Extras.none());
  }

  private static float[] vector(JsonNode node, EndpointSpec endpoint) {
    if (!node.isTextual()) {
      float[] values = new float[node.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.parseFloat(node.get(i).asText());
      }
      return values;
    }
    byte[] bytes = Base64.getDecoder().decode(node.asText());
    boolean small = "int8".equals(endpoint.quirks().option("base64"));
    float[] values = new float[small ? bytes.length : bytes.length / 4];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      values[i] = small ? buffer.get() : buffer.getFloat();
    }
    return values;
  }

  @Test
  void whatTheModelCannotDoIsReported() {
    EndpointSpec endpoint = endpoint("m", URI.create("https://host.invalid/v1"), Map.of());
    EmbeddingRequest request =
        new EmbeddingRequest(
            List.of("a"), null, "search_query", null, new Extras("other", Map.of("x", "1")));
    assertThat(encode(request, endpoint).adjustments())
        .extracting(Adjustment::parameter)
        .containsExactly("input_type", "x");
    assertThat(
            Json.parse(
                    encode(
                            request,
                            endpoint(
                                "m",
                                URI.create("https://host.invalid/v1"),
                                Map.of("purpose", "input_type")))
                        .body())
                .path("input_type")
                .asText())
        .isEqualTo("search_query");
  }

  @Test
  void tokenIdsAreRefusedWhereTheEndpointTakesTextsOnly() {
    EndpointSpec endpoint =
        RecordedRequest.of(
                GenerationRequest.of(List.of(Message.user("-"))),
                "m",
                URI.create("https://host.invalid/v1"),
                new Quirks(Map.of(), Set.of("token_input"), Map.of()))
            .endpoint();
    EmbeddingRequest request =
        new EmbeddingRequest(List.of(), List.of(List.of(1, 2)), null, null, null, Extras.none());
    assertThatThrownBy(() -> encode(request, endpoint)).isInstanceOf(FailureException.class);
  }

  @Test
  void embeddingsStandInTheOrderOfTheirIndexes() {
    EmbeddingResult result =
        decode(
            "{\"data\":[{\"index\":1,\"embedding\":[2.0]},{\"index\":0,\"embedding\":[1.0]}],"
                + "\"usage\":{\"prompt_tokens\":-1,\"total_tokens\":9223372036854775808}}");
    assertThat(result.vectors()).containsExactly(new float[] {1}, new float[] {2});
    assertThat(result.usage()).isNull();
  }

  @Test
  void whatIsNoEmbeddingIsAProtocolError() {
    for (String body :
        List.of(
            "",
            "{}",
            "[]",
            "<html>",
            "{\"data\":[]}",
            "{\"data\":[{\"embedding\":[]}]}",
            "{\"data\":[{\"embedding\":\"%%\"}]}",
            "{\"data\":[{\"embedding\":\"AAA=\"}]}",
            "{\"data\":[{\"embedding\":[\"a\"]}]}",
            "{\"data\":[{\"embedding\":[1e999]}]}",
            "{\"data\":[{\"index\":1,\"embedding\":[1]}]}",
            "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]}",
            "{\"data\":[{\"embedding\":[1]}]} x")) {
      assertThatThrownBy(() -> decode(body))
          .as(body)
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PROTOCOL_ERROR));
    }
  }

  @Test
  void anErrorWithin200IsClassified() {
    assertThatThrownBy(() ->
            decode("{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}"))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.RATE_LIMITED));
  }
}
