package cambio.catalog.format;

import cambio.router.catalog.Provider;
import cambio.spi.AuthStyle;
import cambio.spi.Quirks;
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

  /**
   * How a further dialect of the provider is spoken. The provider's own quirks are departures from
   * its first dialect and say nothing about others.
   *
   * @param baseUrlTemplate null where as the provider's
   * @param auth null where as the provider's
   */
  record Site(@Nullable String baseUrlTemplate, @Nullable AuthStyle auth, Quirks quirks) {

    /** A dialect that the file says nothing about. */
    static final Site PLAIN = new Site(null, null, Quirks.none());
  }
}
