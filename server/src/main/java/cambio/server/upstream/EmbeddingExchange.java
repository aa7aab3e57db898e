package cambio.server.upstream;

import cambio.spi.DecodeContext;
import cambio.spi.EmbeddingAdapter;
import cambio.spi.EncodeContext;
import cambio.spi.Failure;
import cambio.spi.ParameterTable;
import cambio.spi.ProviderAdapter;
import cambio.spi.ResponseDecoder;
import cambio.spi.ResponseHead;
import cambio.spi.UpstreamRequest;
import cambio.spi.request.EmbeddingRequest;
import cambio.spi.request.GenerationRequest;

/**
 * One embedding request in the clothes of a chat dialect, so that attempts, failover, limits and
 * settlement are those of completions: the vectors are an answer of one event.
 */
record EmbeddingExchange(EmbeddingAdapter adapter, EmbeddingRequest embedding)
    implements ProviderAdapter {

  @Override
  public String dialect() {
    return adapter.dialect();
  }

  @Override
  public ParameterTable parameters() {
    return adapter.parameters();
  }

  /** Writes the embedding request; the generation request only stands for its size. */
  @Override
  public UpstreamRequest encode(GenerationRequest request, EncodeContext context) {
    return adapter.encode(embedding, context);
  }

  @Override
  public ResponseDecoder decoder(DecodeContext context) {
    return new EmbeddingDecoder(adapter, context, embedding.count());
  }

  @Override
  public Failure classify(ResponseHead head, byte[] body) {
    return adapter.classify(head, body);
  }
}
