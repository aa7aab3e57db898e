package cambio.dialect.anthropic;

import cambio.spi.EncodeContext;
import cambio.spi.FailureException;
import cambio.spi.ResponseHead;
import cambio.spi.TokenCounter;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.GenerationRequest;
import cambio.wire.TokenCounts;

/** Asks for the number of a prompt's tokens. */
public final class MessagesTokenCounter implements TokenCounter {

  @Override
  public String dialect() {
    return MessagesAdapter.DIALECT;
  }

  @Override
  public UpstreamRequest encode(GenerationRequest request, EncodeContext context) {
    return new RequestEncoder(
            request, context, new MessagesAdapter().parameters(context.endpoint()))
        .encodeCount();
  }

  @Override
  public int decode(ResponseHead head, byte[] body) {
    if (head.status() / 100 != 2) {
      throw new FailureException(MessagesFailures.classify(head, body));
    }
    return TokenCounts.inBody(body, "input_tokens");
  }
}
