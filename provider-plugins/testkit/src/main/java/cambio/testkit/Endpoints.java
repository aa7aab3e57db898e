package cambio.testkit;

import cambio.spi.Quirks;
import cambio.spi.request.GenerationRequest;
import cambio.spi.request.Message;
import java.net.URI;
import java.util.List;

/** Made-up endpoints for responses whose request does not matter. */
final class Endpoints {

  private Endpoints() {}

  static RecordedRequest unknown() {
    return RecordedRequest.of(
        GenerationRequest.of(List.of(Message.user("hi"))),
        "model",
        URI.create("https://host.invalid/v1"),
        Quirks.none());
  }
}
