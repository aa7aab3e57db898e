package cambio.router.sim;

import cambio.router.catalog.Capabilities;
import cambio.router.catalog.CatalogSnapshot;
import cambio.router.catalog.Endpoint;
import cambio.router.catalog.Model;
import cambio.router.catalog.Provider;
import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.router.money.Tariff;
import cambio.router.money.TokenRate;
import cambio.router.plan.Availability;
import cambio.router.plan.CredentialRef;
import cambio.router.sim.EndpointProfile.Repricing;
import cambio.spi.AuthStyle;
import cambio.spi.Parameter;
import cambio.spi.ParameterTable;
import cambio.spi.Quirks;
import cambio.spi.event.Usage;
import cambio.spi.request.Modality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The scenario's endpoints as a catalogue, and what they charge. */
final class Market {

  static final String MODEL = "simulated/model";

  /** When second 0 is. */
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final String DIALECT = "simulated";
  private static final int CONTEXT = 100_000_000;

  private final CatalogSnapshot catalog;
  private final Availability availability;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final Map<String, Integer> indexes = new HashMap<>();

  Market(Scenario scenario) {
    List<Provider> providers = new ArrayList<>();
    Map<String, List<CredentialRef>> credentials = new HashMap<>();
    for (EndpointProfile profile : scenario.endpoints()) {
      providers.add(provider(profile.name()));
      credentials.put(profile.name(), List.of(CredentialRef.operator(profile.name())));
      indexes.put(profile.name(), endpoints.size());
      endpoints.add(endpoint(profile));
    }
    this.catalog = new CatalogSnapshot("simulation", providers, List.of(model()), endpoints);
    this.availability =
        new Availability(
            credentials, Map.of(DIALECT, ParameterTable.supporting(Parameter.MAX_TOKENS)));
  }

  CatalogSnapshot catalog() {
    return catalog;
  }

  Availability availability() {
    return availability;
  }

  int size() {
    return endpoints.size();
  }

  int indexOf(Endpoint endpoint) {
    Integer index = indexes.get(endpoint.provider());
    if (index == null) {
      throw new IllegalArgumentException("endpoint: " + endpoint.id() + " is not simulated");
    }
    return index;
  }

  String name(int endpoint) {
    return endpoints.get(endpoint).provider();
  }

  /** What an answer costs that was planned at this second. */
  long costNanos(int endpoint, double second, int inputTokens, int outputTokens) {
    Instant instant = instant(second);
    PriceVersion version = endpoints.get(endpoint).priceAt(instant);
    if (version == null) {
      throw new IllegalStateException("no price at " + instant);
    }
    return Tariff.of(version, inputTokens, instant)
        .cost(Usage.of(inputTokens, outputTokens), 0)
        .total()
        .nanos();
  }

  static Instant instant(double second) {
    return START.plusNanos((long) (second * 1e9));
  }

  static Duration duration(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static Endpoint endpoint(EndpointProfile profile) {
    List<PriceVersion> versions = new ArrayList<>();
    for (Repricing price : profile.prices()) {
      versions.add(
          new PriceVersion(
              profile.name() + "@" + price.fromSecond(),
              instant(price.fromSecond()),
              Rates.of(
                  TokenRate.perMillion(price.inputUsdPerMillion()),
                  TokenRate.perMillion(price.outputUsdPerMillion())),
              List.of(),
              List.of(),
              PriceVersion.Trust.CONFIRMED));
    }
    return new Endpoint(
        profile.name() + ":" + MODEL,
        profile.name(),
        MODEL,
        profile.name(),
        MODEL,
        DIALECT,
        AuthStyle.NONE,
        null,
        null,
        null,
        null,
        versions,
        CONTEXT,
        null,
        Capabilities.UNKNOWN,
        Set.of(),
        false,
        Quirks.none(),
        null);
  }

  private static Provider provider(String name) {
    return new Provider(
        name,
        name,
        DIALECT,
        null,
        AuthStyle.NONE,
        List.of(),
        Map.of(),
        List.of(),
        Quirks.none(),
        null,
        null);
  }

  private static Model model() {
    return new Model(
        MODEL,
        MODEL,
        "simulated",
        Model.Kind.CHAT,
        null,
        CONTEXT,
        null,
        Set.of(Modality.TEXT),
        Set.of(Modality.TEXT),
        Capabilities.UNKNOWN,
        null,
        false,
        null,
        Set.of());
  }
}
