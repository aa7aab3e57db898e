package cambio.spi;

import cambio.spi.request.GenerationRequest;

/** Asks a provider how many tokens a request's prompt has. */
public interface TokenCounter {

  /** The dialect's name as the catalogue writes it. */
  String dialect();

  /** The counting request; see {@link ProviderAdapter#encode}. */
  UpstreamRequest encode(GenerationRequest request, EncodeContext context);

  /**
   * The number of input tokens, at least 0.
   *
   * @throws FailureException where the response is an error or cannot be read
   */
  int decode(ResponseHead head, byte[] body);
}
