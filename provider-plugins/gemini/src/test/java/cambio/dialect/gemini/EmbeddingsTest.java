package cambio.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.Adjustment;
import cambio.spi.DecodeContext;
import cambio.spi.EmbeddingResult;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.spi.UpstreamRequest;
import cambio.spi.event.Usage;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.Extras;
import cambio.testkit.Json;
import cambio.testkit.Recording;
import cambio.testkit.Recordings;
import cambio.testkit.SharedFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {

  private static final EmbeddingRequest TWO =
      new EmbeddingRequest(List.of("a", "b"), 256, "search_query", "u", Extras.none());

  private final GeminiEmbeddings embeddings = new GeminiEmbeddings();

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private EmbeddingResult decoded(String body) {
    return embeddings.decode(
        new DecodeContext(
            new ResponseHead(200, HeaderFields.empty()),
            Encoding.context(Encoding.STUDIO, "e").endpoint(),
            false),
        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aiStudioTakesABatch() {
    UpstreamRequest sent = embeddings.encode(TWO, Encoding.context(Encoding.STUDIO, "e"));
    assertThat(sent.path()).isEqualTo("/v1beta/models/e:batchEmbedContents");
    assertThat(Json.parse(sent.body()).at("/requests/1"))
        .isEqualTo(
            json(
                "{'model':'models/e','content':{'parts':[{'text':'b'}]},"
                    + "'taskType':'RETRIEVAL_QUERY','outputDimensionality':256}"));
    assertThat(sent.adjustments()).extracting(Adjustment::parameter).containsExactly("user");
  }

  @Test
  void vertexTakesInstances() {
    UpstreamRequest sent = embeddings.encode(TWO, Encoding.context(Encoding.VERTEX, "e"));
    assertThat(sent.path()).endsWith("/publishers/google/models/e:predict");
    assertThat(Json.parse(sent.body()))
        .isEqualTo(
            json(
                "{'instances':[{'content':'a','task_type':'RETRIEVAL_QUERY'},"
                    + "{'content':'b','task_type':'RETRIEVAL_QUERY'}],"
                    + "'parameters':{'outputDimensionality':256}}"));
  }

  @Test
  void aModelOfOneTextRefusesTwo() {
    assertThatThrownBy(() ->
            embeddings.encode(TWO, Encoding.context(Encoding.VERTEX, "e", "embedding", "single")))
        .isInstanceOfSatisfying(
            FailureException.class, e -> assertThat(e.failure().field()).isEqualTo("input"));
  }

  @Test
  void vectorsComeInEveryShape() {
    assertThat(decoded("{'embeddings':[{'values':[1,-0.5]},{'values':[2]}]}").vectors())
        .containsExactly(new float[] {1, -0.5f}, new float[] {2});
    EmbeddingResult predicted =
        decoded(
            "{'predictions':[{'embeddings':{'values':[1],'statistics':{'token_count':2.0}}},"
                + "{'embeddings':{'statistics':{'token_count':3},'values':[4]}}]}");
    assertThat(predicted.vectors()).hasSize(2);
    assertThat(predicted.usage()).isEqualTo(Usage.of(5, 0));
    for (String body : List.of("", "{}", "{'embedding':{}}", "{'embedding':{'values':['x']}}")) {
      assertThatThrownBy(() -> decoded(body))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PROTOCOL_ERROR));
    }
  }

  @Test
  void recordedEmbeddingsAreReproduced() {
    Path folder = SharedFolder.recordings();
    Assumptions.assumeTrue(folder != null, "no recordings: set CAMBIO_SHARED");
    if (folder == null) {
      return;
    }
    Set<String> apis =
        Set.of("gemini.batchEmbedContents", "gemini.embedContent", "vertex.embedContent");
    for (Recording recording : Recordings.load(folder, apis)) {
      JsonNode body = recording.request();
      boolean batch = body.has("requests");
      List<String> inputs = new ArrayList<>();
      List<JsonNode> contents = batch ? list(body.path("requests")) : List.of(body);
      contents.forEach(c -> inputs.add(c.at("/content/parts/0/text").asText()));
      JsonNode first = contents.getFirst();
      EmbeddingRequest request =
          new EmbeddingRequest(
              inputs,
              first.has("outputDimensionality") ? first.path("outputDimensionality").asInt() : null,
              first.has("taskType") ? first.path("taskType").asText() : null,
              null,
              Extras.none());
      String path = recording.path();
      int split = path.indexOf(path.contains("/publishers/") ? "/publishers/" : "/models/");
      String model = path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf(':'));
      UpstreamRequest sent =
          embeddings.encode(
              request,
              Encoding.context(
                  "https://" + recording.host() + path.substring(0, split),
                  model,
                  "embedding",
                  batch ? "batch" : "single"));
      assertThat(sent.path()).isEqualTo(path);
      // A title and a role change nothing that the canonical request knows.
      contents.forEach(c -> ((ObjectNode) c).remove("title"));
      contents.forEach(c -> ((ObjectNode) c.path("content")).remove("role"));
      assertThat(Json.parse(sent.body())).isEqualTo(body);
      JsonNode answer = Json.parse(recording.body());
      List<JsonNode> expected =
          answer.has("embeddings")
              ? list(answer.path("embeddings"))
              : List.of(answer.path("embedding"));
      List<float[]> vectors = decoded(recording.text()).vectors();
      assertThat(vectors).hasSameSizeAs(expected);
      for (int i = 0; i < vectors.size(); i++) {
        assertThat(vectors.get(i)).hasSize(expected.get(i).path("values").size());
        assertThat(vectors.get(i)[0])
            .isEqualTo(expected.get(i).path("values").path(0).floatValue());
      }
    }
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }
}
