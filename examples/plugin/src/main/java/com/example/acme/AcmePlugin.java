package com.example.acme;

import cambio.spi.ProviderAdapter;
import cambio.spi.ProviderPlugin;
import cambio.spi.SpiVersion;
import java.util.List;

/** What the router's ServiceLoader finds in this jar. */
public final class AcmePlugin implements ProviderPlugin {

  @Override
  public String name() {
    return "acme";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public List<ProviderAdapter> adapters() {
    return List.of(new AcmeAdapter());
  }
}
