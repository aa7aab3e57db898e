package cambio.spi;

import cambio.spi.request.EmbeddingRequest;

/** A codec for one embedding dialect. The rules of {@link ProviderAdapter} hold. */
public interface EmbeddingAdapter {

  /** The dialect's name as the catalogue writes it. */
  String dialect();

  /** Writes the request; see {@link ProviderAdapter#encode}. */
  UpstreamRequest encode(EmbeddingRequest request, EncodeContext context);

  /**
   * Reads a successful response.
   *
   * @throws FailureException with {@link FailureKind#PROTOCOL_ERROR} where it cannot be read
   */
  EmbeddingResult decode(DecodeContext context, byte[] body);

  /** See {@link ProviderAdapter#classify}. */
  Failure classify(ResponseHead head, byte[] body);
}
