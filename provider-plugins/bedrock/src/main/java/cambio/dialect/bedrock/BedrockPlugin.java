package cambio.dialect.bedrock;

import cambio.spi.EmbeddingAdapter;
import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.SpiVersion;
import java.util.List;

/** The Converse dialect of Amazon Bedrock, and its Titan embeddings. */
public final class BedrockPlugin implements ProviderPlugin {

  @Override
  public String name() {
    return "bedrock";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public List<ProviderAdapter> adapters() {
    return List.of(new ConverseAdapter());
  }

  @Override
  public List<EmbeddingAdapter> embeddings() {
    return List.of(new TitanEmbeddings());
  }
}
