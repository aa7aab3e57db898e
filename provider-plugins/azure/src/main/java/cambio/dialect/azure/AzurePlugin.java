package cambio.dialect.azure;

import cambio.spi.ProviderPlugin;
import cambio.spi.SpiVersion;
import cambio.spi.TokenExchange;
import java.util.List;

/** Entra's client credentials. */
public final class AzurePlugin implements ProviderPlugin {

  @Override
  public String name() {
    return "azure";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public List<TokenExchange> tokenExchanges() {
    return List.of(new EntraTokenExchange());
  }
}
