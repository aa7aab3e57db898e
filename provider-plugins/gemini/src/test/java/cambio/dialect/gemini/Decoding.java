package cambio.dialect.gemini;

import cambio.spi.DecodeContext;
import cambio.spi.Failure;
import cambio.spi.HeaderFields;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.event.GenerationEvent;
import cambio.testkit.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Decodes hand-written responses. */
final class Decoding {

  private Decoding() {}

  static EventLog stream(String... chunks) {
    return of("text/event-stream", GeminiFixtures.stream(chunks));
  }

  static EventLog whole(String body) {
    return of("application/json", body);
  }

  private static EventLog of(String mediaType, String body) {
    ResponseDecoder decoder =
        new GeminiAdapter()
            .decoder(
                new DecodeContext(
                    new ResponseHead(200, HeaderFields.of("content-type", mediaType)),
                    Encoding.context(Encoding.STUDIO, "m").endpoint(),
                    true));
    EventLog log = new EventLog();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    decoder.feed(bytes, 0, bytes.length, log);
    decoder.end(log);
    return log;
  }

  /** The failure that a response must have ended in. */
  static Failure failure(EventLog log) {
    Failure failure = log.failure();
    if (failure == null) {
      throw new AssertionError("no failure, but " + log.events());
    }
    return failure;
  }

  static <E extends GenerationEvent> List<E> events(EventLog log, Class<E> type) {
    return log.events().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
