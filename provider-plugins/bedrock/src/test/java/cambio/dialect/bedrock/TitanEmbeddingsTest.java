package cambio.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cambio.spi.Credential;
import cambio.spi.DecodeContext;
import cambio.spi.EmbeddingResult;
import cambio.spi.EncodeContext;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.spi.Secret;
import cambio.spi.UpstreamRequest;
import cambio.spi.event.Usage;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.Extras;
import cambio.testkit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TitanEmbeddingsTest {

  private final TitanEmbeddings embeddings = new TitanEmbeddings();

  @Test
  void oneTextIsInvoked() {
    UpstreamRequest sent = encode(List.of("hello"));
    assertThat(sent.path()).isEqualTo("/model/amazon.titan-embed-text-v2:0/invoke");
    assertThat(Json.parse(sent.body()))
        .isEqualTo(Json.parse("{\"inputText\":\"hello\",\"dimensions\":256}"));
    assertThat(sent.headers().first("authorization")).startsWith("AWS4-HMAC-SHA256 ");
  }

  @Test
  void severalTextsAreRefused() {
    assertThatThrownBy(() -> encode(List.of("a", "b")))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.INVALID_REQUEST));
  }

  @Test
  void vectorAndCountAreRead() {
    EmbeddingResult result =
        decode("{\"embedding\":[0.5,-1,2e-3],\"inputTextTokenCount\":4,\"embeddingsByType\":{}}");
    assertThat(result.vectors().getFirst()).containsExactly(0.5f, -1f, 0.002f);
    assertThat(result.usage()).isEqualTo(Usage.of(4, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "{\"embedding\":[]}", "{\"embedding\":[1,\"x\"]}", "{\"embedding\":[1"})
  void garbageIsAProtocolError(String body) {
    assertThatThrownBy(() -> decode(body))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PROTOCOL_ERROR));
  }

  private EmbeddingResult decode(String body) {
    DecodeContext context =
        new DecodeContext(
            new ResponseHead(200, HeaderFields.of("content-type", "application/json")),
            Encoding.endpoint("m"),
            false);
    return embeddings.decode(context, body.getBytes(StandardCharsets.UTF_8));
  }

  private UpstreamRequest encode(List<String> inputs) {
    return embeddings.encode(
        new EmbeddingRequest(inputs, 256, null, null, Extras.none()),
        new EncodeContext(
            Encoding.endpoint("amazon.titan-embed-text-v2:0"),
            new Credential.AwsKeys("AKIDEXAMPLE", Secret.of("secret"), null),
            Instant.parse("2026-01-02T03:04:05Z"),
            "id",
            true));
  }
}
