package cambio.catalog.format;

import cambio.router.catalog.Provider;
import cambio.spi.AuthStyle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider with what only its file says.
 *
 * @param sites its further dialects
 * @param values settings whose value is in the file itself
 */
record ProviderPage(Provider provider, Map<String, Site> sites, Map<String, String> values) {

  static ProviderPage of(Provider provider) {
    return new ProviderPage(provider, Map.of(), Map.of());
  }

  /** Where a further dialect of the provider is spoken; null where as the provider's first. */
  record Site(@Nullable String baseUrlTemplate, @Nullable AuthStyle auth) {}
}
