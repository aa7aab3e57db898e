package cambio.dialect.anthropic;

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
import cambio.testkit.RecordedRequest;
import cambio.testkit.Recording;
import cambio.testkit.Recordings;
import cambio.testkit.SharedFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class TokenCounterTest {

  private final MessagesTokenCounter counter = new MessagesTokenCounter();

  @Test
  void countsThePromptAndNothingOfTheAnswer() {
    GenerationRequest request =
        GenerationRequest.of(List.of(Message.system("s"), Message.user("hi")))
            .withOutput(OutputOptions.none().withMaxTokens(5))
            .withStream(true);
    UpstreamRequest sent = counter.encode(request, Encoding.context(null, Set.of()));
    assertThat(sent.path()).isEqualTo("/v1/messages/count_tokens");
    assertThat(Json.parse(sent.body()))
        .isEqualTo(
            Json.parse(
                "{\"model\":\"claude-x\",\"system\":\"s\","
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
  }

  @Test
  void recordedCountsAreReproduced() {
    Path folder = SharedFolder.recordings();
    assertThat(folder != null || !SharedFolder.required()).as("REQUIRE_SHARED=1").isTrue();
    Assumptions.assumeTrue(folder != null, "no recordings: set CAMBIO_SHARED");
    if (folder == null) {
      return;
    }
    for (Recording recording : Recordings.load(folder, Set.of("anthropic.count_tokens"))) {
      RecordedRequest read = new RecordedMessages(recording).read();
      UpstreamRequest sent =
          counter.encode(
              read.request(),
              new EncodeContext(read.endpoint(), read.credential(), Instant.EPOCH, "r", false));
      assertThat(sent.path()).isEqualTo(recording.path());
      assertThat(JsonDiff.between(recording.request(), Json.parse(sent.body())))
          .filteredOn(d -> MessagesRules.ALL.stream().noneMatch(r -> r.allows().test(d, recording)))
          .isEmpty();
      if (recording.successful()) {
        int expected = Json.parse(recording.body()).path("input_tokens").asInt();
        assertThat(counter.decode(recording.head(), recording.body())).isEqualTo(expected);
      } else {
        assertThatThrownBy(() -> counter.decode(recording.head(), recording.body()))
            .isInstanceOf(FailureException.class);
      }
    }
  }

  @Test
  void whatIsNoCountIsAProtocolError() {
    ResponseHead head = new ResponseHead(200, HeaderFields.empty());
    for (String body : List.of("", "{}", "{\"input_tokens\":-1}", "{\"input_tokens\":1}x")) {
      assertThatThrownBy(() -> counter.decode(head, body.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PROTOCOL_ERROR));
    }
  }
}
