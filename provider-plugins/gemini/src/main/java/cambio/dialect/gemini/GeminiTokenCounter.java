package cambio.dialect.gemini;

import cambio.spi.EncodeContext;
import cambio.spi.Failure;
import cambio.spi.FailureException;
import cambio.spi.FailureKind;
import cambio.spi.ResponseHead;
import cambio.spi.TokenCounter;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.GenerationRequest;
import cambio.wire.JsonReader;
import cambio.wire.TokenCounts;
import java.io.IOException;

/** Asks for the number of a prompt's tokens by {@code countTokens}. */
public final class GeminiTokenCounter implements TokenCounter {

  @Override
  public String dialect() {
    return GeminiAdapter.DIALECT;
  }

  @Override
  public UpstreamRequest encode(GenerationRequest request, EncodeContext context) {
    return new RequestEncoder(request, context, new GeminiAdapter().parameters(context.endpoint()))
        .encodeCount();
  }

  @Override
  public int decode(ResponseHead head, byte[] body) {
    if (head.status() / 100 != 2) {
      throw new FailureException(GeminiFailures.classify(head, body));
    }
    int count = TokenCounts.ABSENT;
    try (JsonReader json = JsonReader.of(body, 0, body.length)) {
      for (String name = json.firstMember(); name != null; name = json.nextMember()) {
        if (name.equals("totalTokens")) {
          count = json.count();
        } else {
          json.skip();
        }
      }
      json.requireEnd();
    } catch (IOException e) {
      throw unreadable();
    }
    if (count < 0) {
      throw unreadable();
    }
    return count;
  }

  private static FailureException unreadable() {
    return new FailureException(
        Failure.of(
            FailureKind.PROTOCOL_ERROR, "The provider's token count cannot be read; try again."));
  }
}
