package cambio.server.surface.grpc;

import cambio.router.catalog.Capabilities;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import cambio.spi.AuthStyle;
import cambio.spi.Parameter;
import cambio.spi.Quirks;
import cambio.spi.request.Modality;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A small catalogue for tests: two providers of one dialect, one of another, three models. */
final class Catalogs {

  static final Instant PRICED_FROM = Instant.parse("2026-01-01T00:00:00Z");

  private Catalogs() {}

  static CatalogSnapshot small() {
    return new CatalogSnapshot(
        "test-1",
        List.of(provider("acme", "alpha"), provider("bolt", "alpha"), provider("corn", "beta")),
        List.of(model("acme/large"), model("acme/small"), model("corn/large")),
        List.of(
            endpoint("acme", "acme/large", "alpha", "3"),
            endpoint("bolt", "acme/large", "alpha", "2"),
            endpoint("acme", "acme/small", "alpha", "0.5"),
            endpoint("corn", "acme/small", "beta", "0.6"),
            endpoint("corn", "corn/large", "beta", "9")));
  }

  static Endpoint endpoint(String provider, String model, String dialect, String usdPerMillion) {
    TokenRate rate = TokenRate.perMillion(usdPerMillion);
    PriceVersion price =
        new PriceVersion(
            provider + ":" + model + "@1",
            PRICED_FROM,
            Rates.of(rate, rate),
            List.of(),
            List.of(),
            PriceVersion.Trust.CONFIRMED);
    return new Endpoint(
        provider + ":" + model,
        provider,
        model,
        provider,
        model,
        dialect,
        AuthStyle.BEARER,
        null,
        null,
        null,
        null,
        List.of(price),
        8192,
        4096,
        Capabilities.UNKNOWN,
        Set.of(Parameter.MAX_TOKENS, Parameter.TOOLS),
        false,
        Quirks.none(),
        null);
  }

  private static Provider provider(String id, String dialect) {
    return new Provider(
        id,
        id.toUpperCase(java.util.Locale.ROOT),
        dialect,
        "https://" + id + ".example",
        AuthStyle.BEARER,
        List.of(id.toUpperCase(java.util.Locale.ROOT) + "_KEY"),
        Map.of(),
        List.of(),
        Quirks.none(),
        null,
        null);
  }

  private static Model model(String slug) {
    return new Model(
        slug,
        slug,
        slug.substring(0, slug.indexOf('/')),
        Model.Kind.CHAT,
        "2026-01",
        8192,
        4096,
        Set.of(Modality.TEXT),
        Set.of(Modality.TEXT),
        Capabilities.UNKNOWN,
        null,
        false,
        null,
        Set.of(Parameter.MAX_TOKENS));
  }
}
