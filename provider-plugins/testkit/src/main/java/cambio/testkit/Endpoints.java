package cambio.testkit;

import cambio.spi.EncodeContext;
import cambio.spi.Quirks;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Made-up endpoints, where it does not matter which. */
final class Endpoints {

  private Endpoints() {}

  /** What a request that goes there is encoded with. */
  static EncodeContext encoding() {
    RecordedRequest unknown = unknown();
    return new EncodeContext(
        unknown.endpoint(),
        unknown.credential(),
        Instant.parse("2026-01-02T03:04:05Z"),
        "id",
        false);
  }

  static RecordedRequest unknown() {
    return RecordedRequest.of(
        GenerationRequest.of(List.of(Message.user("hi"))),
        "model",
        URI.create("https://host.invalid/v1"),
        Quirks.none());
  }
}
