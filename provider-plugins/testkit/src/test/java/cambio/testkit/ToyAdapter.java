package cambio.testkit;

import cambio.spi.*;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.request.ContentPart;
import cambio.spi.request.GenerationRequest;
import cambio.wire.*;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole dialect in thirty lines: frames of {@code {"text","end"}}, requests of {@code {"say"}}.
 */
final class ToyAdapter implements ProviderAdapter {
  public String dialect() {
    return "toy-chat";
  }

  public ParameterTable parameters() {
    return ParameterTable.supporting();
  }

  public UpstreamRequest encode(GenerationRequest request, EncodeContext context) {
    JsonWriter json = new JsonWriter().object().member("model", context.endpoint().upstreamModel());
    json.name("say").array();
    request
        .messages()
        .forEach(m -> m.content().forEach(part -> json.value(((ContentPart.Text) part).text())));
    HeaderFields headers =
        RequestHeaders.json(context.endpoint().auth(), context.credential(), request.stream());
    return new UpstreamRequest(
        "POST",
        context.endpoint().baseUrl(),
        context.endpoint().basePath() + "/toy",
        headers,
        json.end().end().toBytes(),
        List.of());
  }

  public ResponseDecoder decoder(DecodeContext context) {
    return new FramedDecoder(context.head(), new ToyReader(context.head()));
  }

  public Failure classify(ResponseHead head, byte[] body) {
    return FailureClassifier.classify(head, body);
  }

  private static final class ToyReader implements FrameReader {
    private final ResponseHead head;
    private boolean done;

    ToyReader(ResponseHead head) {
      this.head = head;
    }

    public void frame(Frame frame, EventSink sink) throws IOException {
      String text = "";
      @Nullable String end = null;
      try (JsonReader json = frame.json()) {
        for (String name = json.firstMember(); name != null; name = json.nextMember()) {
          switch (name) {
            case "text" -> text += json.string();
            case "end" -> end = json.string();
            case "error" ->
                throw new FailureException(FailureClassifier.inBand(head, ErrorBody.of(json)));
            default -> json.skip();
          }
        }
        json.requireEnd();
      }
      sink.event(new ContentDelta(0, text));
      if (end != null) {
        sink.event(new Finished(0, FinishReason.STOP, end));
        done = true;
      }
    }

    public void body(Frame body, EventSink sink) throws IOException {
      frame(body, sink);
    }

    public boolean done() {
      return done;
    }
  }
}
