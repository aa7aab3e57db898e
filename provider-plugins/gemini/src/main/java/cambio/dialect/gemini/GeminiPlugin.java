package cambio.dialect.gemini;

import cambio.spi.EmbeddingAdapter;
import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.SpiVersion;
import cambio.spi.TokenCounter;
import cambio.spi.TokenExchange;
import java.util.List;

/** The Gemini dialect: chat, embeddings, token counts, and Google's service accounts. */
public final class GeminiPlugin implements ProviderPlugin {

  @Override
  public String name() {
    return "gemini";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public List<ProviderAdapter> adapters() {
    return List.of(new GeminiAdapter());
  }

  @Override
  public List<EmbeddingAdapter> embeddings() {
    return List.of(new GeminiEmbeddings());
  }

  @Override
  public List<TokenCounter> tokenCounters() {
    return List.of(new GeminiTokenCounter());
  }

  @Override
  public List<TokenExchange> tokenExchanges() {
    return List.of(new GoogleTokenExchange());
  }
}
