package cambio.dialect.cohere;

import cambio.spi.EmbeddingAdapter;
import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.SpiVersion;
import java.util.List;

/** The Cohere v2 dialect: chat and embeddings. */
public final class CoherePlugin implements ProviderPlugin {

  @Override
  public String name() {
    return "cohere";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public List<ProviderAdapter> adapters() {
    return List.of(new ChatAdapter());
  }

  @Override
  public List<EmbeddingAdapter> embeddings() {
    return List.of(new CohereEmbeddings());
  }
}
