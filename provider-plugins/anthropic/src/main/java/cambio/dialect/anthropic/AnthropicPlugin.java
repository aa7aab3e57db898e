package cambio.dialect.anthropic;

import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.SpiVersion;
import cambio.spi.TokenCounter;
import java.util.List;

/** The Anthropic Messages dialect. */
public final class AnthropicPlugin implements ProviderPlugin {

  @Override
  public String name() {
    return "anthropic";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public List<ProviderAdapter> adapters() {
    return List.of(new MessagesAdapter());
  }

  @Override
  public List<TokenCounter> tokenCounters() {
    return List.of(new MessagesTokenCounter());
  }
}
