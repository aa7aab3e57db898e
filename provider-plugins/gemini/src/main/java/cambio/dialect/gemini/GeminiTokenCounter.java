package cambio.dialect.gemini;

import cambio.spi.EncodeContext;
import cambio.spi.FailureException;
import cambio.spi.ResponseHead;
import cambio.spi.TokenCounter;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.GenerationRequest;
import cambio.wire.TokenCounts;

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
    return TokenCounts.inBody(body, "totalTokens");
  }
}
