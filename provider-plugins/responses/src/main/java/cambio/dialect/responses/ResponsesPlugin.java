package cambio.dialect.responses;

import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.SpiVersion;
import java.util.List;

/** The OpenAI Responses dialect. */
public final class ResponsesPlugin implements ProviderPlugin {

  @Override
  public String name() {
    return "responses";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public List<ProviderAdapter> adapters() {
    return List.of(new ResponsesAdapter());
  }
}
