package com.example.acme;

import cambio.spi.EventSink;
import cambio.spi.FailureException;
import cambio.spi.ResponseHead;
import cambio.spi.event.ContentDelta;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Finished;
import cambio.spi.event.Started;
import cambio.spi.event.Usage;
import cambio.spi.event.UsageReported;
import cambio.wire.ErrorBody;
import cambio.wire.FailureClassifier;
import cambio.wire.Frame;
import cambio.wire.FrameReader;
import cambio.wire.JsonReader;
import cambio.wire.TokenCounts;
import java.io.IOException;

/** Reads lines, or one line that says it all. Complete at {@code over} and nowhere else. */
final class AcmeReader implements FrameReader {

  private final ResponseHead head;
  private boolean started;
  private boolean done;

  AcmeReader(ResponseHead head) {
    this.head = head;
  }

  @Override
  public void frame(Frame frame, EventSink sink) throws IOException {
    String say = "";
    String over = null;
    TokenCounts counts = new TokenCounts();
    try (JsonReader json = frame.json()) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        switch (name) {
          case "say" -> {
            String text = json.string();
            say = text == null ? "" : text;
          }
          case "over" -> over = json.string();
          case "read_tokens" -> counts.put(TokenCounts.Kind.INPUT, json.count());
          case "wrote_tokens" -> counts.put(TokenCounts.Kind.OUTPUT, json.count());
          case "error" ->
              throw new FailureException(FailureClassifier.inBand(head, ErrorBody.of(json)));
          default -> json.skip();
        }
      }
      json.requireEnd();
    }
    if (!started) {
      started = true;
      sink.event(new Started(null, null));
    }
    if (!say.isEmpty()) {
      sink.event(new ContentDelta(0, say));
    }
    if (over != null) {
      Usage usage = counts.toUsage();
      if (usage != null) {
        sink.event(new UsageReported(usage));
      }
      FinishReason reason = over.equals("full") ? FinishReason.LENGTH : FinishReason.STOP;
      sink.event(new Finished(0, reason, over));
      done = true;
    }
  }

  @Override
  public void body(Frame body, EventSink sink) throws IOException {
    frame(body, sink);
  }

  @Override
  public boolean done() {
    return done;
  }
}
