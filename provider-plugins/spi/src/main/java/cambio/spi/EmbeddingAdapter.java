package cambio.spi;

import cambio.spi.request.EmbeddingRequest;
import java.util.List;

/** A codec for one embedding dialect. The rules of {@link ProviderAdapter} hold. */
public interface EmbeddingAdapter {

  /** The dialect's name as the catalogue writes it. */
  String dialect();

  /**
   * How each parameter of an {@link EmbeddingRequest} fares in this dialect. An endpoint whose
   * dialect cannot take token ids, or shorten vectors, is not asked for them.
   */
  default ParameterTable parameters() {
    return ParameterTable.supporting(Parameter.DIMENSIONS);
  }

  /** See {@link ProviderAdapter#quirkOptions}. */
  default List<QuirkOption> quirkOptions() {
    return List.of();
  }

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
