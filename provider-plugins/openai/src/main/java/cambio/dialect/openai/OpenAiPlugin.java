package cambio.dialect.openai;

import cambio.spi.EmbeddingAdapter;
import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.SpiVersion;
import java.util.List;

/** The OpenAI dialects of chat completions and embeddings. */
public final class OpenAiPlugin implements ProviderPlugin {

  @Override
  public String name() {
    return "openai";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public List<ProviderAdapter> adapters() {
    return List.of(new OpenAiChatAdapter());
  }

  @Override
  public List<EmbeddingAdapter> embeddings() {
    return List.of(new OpenAiEmbeddings());
  }
}
