package cambio.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.EncodeContext;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import cambio.spi.request.OutputOptions;
import cambio.testkit.Json;
import cambio.testkit.JsonDiff;
import cambio.testkit.Members;
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.Recordings;
import cambio.testkit.SharedFolder;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class TokenCounterTest {

  private final GeminiTokenCounter counter = new GeminiTokenCounter();

  @Test
  void countsThePromptAndNothingOfTheAnswer() {
    GenerationRequest request =
        GenerationRequest.of(List.of(Message.system("s"), Message.user("hi")))
            .withOutput(OutputOptions.none().withMaxTokens(5))
            .withStream(true);
    UpstreamRequest studio = counter.encode(request, Encoding.context(Encoding.STUDIO, "gemini-x"));
    String members =
        "\"systemInstruction\":{\"parts\":[{\"text\":\"s\"}]},"
            + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";
    assertThat(studio.path()).isEqualTo("/v1beta/models/gemini-x:countTokens");
    assertThat(Json.parse(studio.body()))
        .isEqualTo(
            Json.parse(
                "{\"generateContentRequest\":{\"model\":\"models/gemini-x\"," + members + "}"));
    UpstreamRequest vertex = counter.encode(request, Encoding.context(Encoding.VERTEX, "gemini-x"));
    assertThat(Json.parse(vertex.body())).isEqualTo(Json.parse("{" + members));
  }

  @Test
  void recordedCountsAreReproduced() {
    Path folder = SharedFolder.recordings();
    Assumptions.assumeTrue(folder != null, "no recordings: set CAMBIO_SHARED");
    if (folder == null) {
      return;
    }
    List<Recording> recordings =
        Recordings.load(folder, Set.of("gemini.countTokens", "vertex.countTokens"));
    for (Recording recording : recordings) {
      JsonNode body = Spelling.of(recording.request());
      JsonNode inner = body.path("generateContentRequest");
      Members prompt = Members.of("$", inner.isObject() ? inner : body);
      prompt.text("model");
      RecordedRequest read = new RecordedGenerate(recording).read(prompt);
      Map<String, String> options = new HashMap<>(read.endpoint().quirks().options());
      options.put("count", inner.isObject() ? "request" : "members");
      UpstreamRequest sent = counter.encode(read.request(), context(read, options));
      assertThat(sent.path()).isEqualTo(recording.path());
      assertThat(JsonDiff.between(body, Spelling.of(Json.parse(sent.body()))))
          // The limit of the answer is no part of the prompt.
          .filteredOn(d -> !d.path().startsWith("$.generationConfig"))
          .filteredOn(d -> GeminiRules.ALL.stream().noneMatch(r -> r.allows().test(d, recording)))
          .isEmpty();
      if (recording.successful()) {
        int expected = Json.parse(recording.body()).path("totalTokens").asInt();
        assertThat(counter.decode(recording.head(), recording.body())).isEqualTo(expected);
      } else {
        assertThatThrownBy(() -> counter.decode(recording.head(), recording.body()))
            .isInstanceOf(FailureException.class);
      }
    }
  }

  private static EncodeContext context(RecordedRequest read, Map<String, String> options) {
    String base = read.endpoint().baseUrl().toString();
    String[] flat =
        options.entrySet().stream()
            .flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
            .toArray(String[]::new);
    EncodeContext made = Encoding.context(base, read.endpoint().upstreamModel(), flat);
    return new EncodeContext(made.endpoint(), made.credential(), Instant.EPOCH, "r", false);
  }

  @Test
  void whatIsNoCountIsAProtocolError() {
    ResponseHead head = new ResponseHead(200, HeaderFields.empty());
    for (String body : List.of("", "{}", "{\"totalTokens\":-1}", "{\"totalTokens\":1}x")) {
      assertThatThrownBy(() -> counter.decode(head, body.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PROTOCOL_ERROR));
    }
  }
}
