package cambio.fuzz;

import cambio.server.surface.chat.ChatRequest;
import cambio.server.surface.chat.ChatRequestReader;
import cambio.spi.AuthStyle;
import cambio.spi.Credential;
import cambio.spi.EncodeContext;
import cambio.spi.EndpointSpec;
import cambio.spi.FailureException;
import cambio.spi.ProviderAdapter;
import cambio.spi.Quirks;
import cambio.spi.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A caller's body at the chat doors: refused by name, or a request that every dialect can write (or
 * refuse by name).
 */
public final class RequestFuzz {

  private static final List<ProviderAdapter> ADAPTERS = FuzzTargets.adapters();

  private static final EncodeContext CONTEXT =
      new EncodeContext(
          new EndpointSpec(
              "fuzz",
              "fuzz",
              "model",
              URI.create("https://host.invalid/v1"),
              AuthStyle.BEARER,
              "us-east-1",
              null,
              null,
              Quirks.none()),
          new Credential.ApiKey(Secret.of("key")),
          Instant.EPOCH,
          "fuzz",
          true);

  private RequestFuzz() {}

  /** Reads the bytes as a request, and writes it in every dialect. */
  public static void fuzzerTestOneInput(byte[] data) {
    ChatRequest request;
    try {
      request = ChatRequestReader.read(data);
    } catch (FailureException refused) {
      requireMessage(refused);
      return;
    }
    for (ProviderAdapter adapter : ADAPTERS) {
      try {
        adapter.encode(request.request(), CONTEXT);
      } catch (FailureException refused) {
        requireMessage(refused);
      } catch (RuntimeException e) {
        throw new IllegalStateException(adapter.dialect() + " failed to write a request", e);
      }
    }
  }

  private static void requireMessage(FailureException refused) {
    if (refused.failure().message().isBlank()) {
      throw new IllegalStateException("a refusal without a message", refused);
    }
  }
}
