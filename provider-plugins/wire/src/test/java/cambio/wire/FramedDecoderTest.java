package cambio.wire;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.spi.EventSink;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseHead;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.GenerationEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramedDecoderTest {

  private final List<String> seen = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  @Test
  void framingIsFoundWhateverTheMediaTypeSays() {
    decode("application/json", "data: {\"a\":1}\n\ndata: [DONE]\n\n");
    decode("text/event-stream", " {\"b\":2}");
    decode("", "[{\"c\":3},\n{\"d\":\"}\"}]");
    decode("application/x-ndjson", "{\"e\":5}\n{\"f\":6}\n");
    assertThat(seen)
        .containsExactly(
            "{\"a\":1}", "{\"b\":2}", "{\"c\":3}", "{\"d\":\"}\"}", "{\"e\":5}", "{\"f\":6}");
    assertThat(failures).extracting(Failure::message).allMatch(m -> m.contains("truncated"));
    assertThat(failures).hasSize(2);
  }

  @Test
  void pagesAndBinariesAreRefused() {
    decode("text/html", "data: {}\n\n");
    decode("text/plain", "<html></html>");
    decode("application/json", "");
    decode("image/png", "{}");
    assertThat(seen).isEmpty();
    assertThat(failures).hasSize(4).allMatch(f -> f.kind() == FailureKind.PROTOCOL_ERROR);
  }

  @Test
  void nothingFollowsTheEndMarkOrAFailure() {
    decode("text/event-stream", "data: 1\n\ndata: [DONE]\n\ndata: 2\n\n");
    decode("text/event-stream", "data: 3\n\ndata: {broken\n\ndata: 4\n\n");
    assertThat(seen).containsExactly("1", "3");
    assertThat(failures).hasSize(1);
    assertThat(failures.getFirst().message()).doesNotContain("broken");
  }

  @Test
  void bodyOverTheLimitIsRefused() {
    FramedDecoder decoder = decoder("application/json", 1000);
    byte[] chunk = "{\"a\":\"xxxxxxxxxxxx".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100; i++) {
      decoder.feed(chunk, 0, chunk.length, sink());
    }
    decoder.end(sink());
    assertThat(failures).hasSize(1);
    assertThat(failures.getFirst().message()).contains("1000");
  }

  private void decode(String mediaType, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FramedDecoder decoder = decoder(mediaType, 1 << 20);
    decoder.feed(bytes, 0, bytes.length, sink());
    decoder.end(sink());
    assertThat(decoder.done()).isTrue();
  }

  private static FramedDecoder decoder(String mediaType, int limit) {
    HeaderFields headers = HeaderFields.of("content-type", mediaType + "; charset=utf-8");
    return new FramedDecoder(new ResponseHead(200, headers), new Echo(), limit);
  }

  private EventSink sink() {
    return new EventSink() {
      @Override
      public void event(GenerationEvent event) {
        seen.add(((ContentDelta) event).text());
      }

      @Override
      public void failed(Failure failure) {
        failures.add(failure);
      }
    };
  }

  private static final class Echo implements FrameReader {
    private boolean done;

    @Override
    public void frame(Frame frame, EventSink sink) throws IOException {
      if (frame.is("[DONE]")) {
        done = true;
        return;
      }
      try (JsonReader json = frame.json()) {
        json.skip();
        json.requireEnd();
      }
      sink.event(new ContentDelta(0, frame.text()));
    }

    @Override
    public void body(Frame body, EventSink sink) {
      sink.event(new ContentDelta(0, body.text()));
    }

    @Override
    public boolean done() {
      return done;
    }
  }
}
