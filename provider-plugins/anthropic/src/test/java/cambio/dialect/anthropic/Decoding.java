package cambio.dialect.anthropic;

import cambio.spi.DecodeContext;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.event.GenerationEvent;
import cambio.testkit.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Decodes hand-written responses. */
final class Decoding {

  private Decoding() {}

  static EventLog stream(String... events) {
    StringBuilder body = new StringBuilder();
    for (String event : events) {
      body.append("data: ").append(event).append("\n\n");
    }
    return bytes("text/event-stream", body.toString().getBytes(StandardCharsets.UTF_8));
  }

  static EventLog whole(String body) {
    return bytes("application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /** Fed in pieces that end at these offsets. */
  static EventLog bytes(String mediaType, byte[] body, int... cuts) {
    ResponseDecoder decoder =
        new MessagesAdapter()
            .decoder(
                new DecodeContext(
                    new ResponseHead(200, HeaderFields.of("content-type", mediaType)),
                    Encoding.context(null, Set.of()).endpoint(),
                    true));
    EventLog log = new EventLog();
    int from = 0;
    for (int cut : Arrays.stream(cuts).filter(c -> c > 0 && c < body.length).sorted().toArray()) {
      decoder.feed(body, from, cut - from, log);
      from = cut;
    }
    decoder.feed(body, from, body.length - from, log);
    decoder.end(log);
    return log;
  }

  static <E extends GenerationEvent> List<E> events(EventLog log, Class<E> type) {
    return log.events().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
