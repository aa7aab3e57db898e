package cambio.server.surface.grpc;

import cambio.router.money.PriceTier;
import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.v1.PriceTrust;
import cambio.v1.PriceWindow;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** Writes prices as decimal strings in USD. */
final class PriceWriter {

  private PriceWriter() {}

  static cambio.v1.PriceVersion version(PriceVersion price) {
    cambio.v1.PriceVersion.Builder written =
        cambio.v1.PriceVersion.newBuilder()
            .setId(price.id())
            .setValidFrom(Times.timestamp(price.validFrom()))
            .setRates(rates(price.base()))
            .setTrust(trust(price.trust()));
    for (PriceTier tier : price.tiers()) {
      written.addTiers(
          cambio.v1.PriceTier.newBuilder()
              .setAboveInputTokens(tier.aboveInputTokens())
              .setRates(rates(tier.rates())));
    }
    for (PriceVersion.DailyWindow window : price.windows()) {
      written.addWindows(
          PriceWindow.newBuilder()
              .setFromMinute(minute(window.from()))
              .setUntilMinute(minute(window.until()))
              .setRates(rates(window.rates())));
    }
    return written.build();
  }

  static cambio.v1.Rates rates(Rates rates) {
    return cambio.v1.Rates.newBuilder()
        .setInput(text(rates.input()))
        .setOutput(text(rates.output()))
        .setCacheRead(text(rates.cacheRead()))
        .setCacheWrite(text(rates.cacheWrite()))
        .setCacheWrite1H(text(rates.longCacheWrite()))
        .setReasoning(text(rates.reasoning()))
        .setInputAudio(text(rates.inputAudio()))
        .setOutputAudio(text(rates.outputAudio()))
        .setImage(text(rates.image()))
        .setRequest(text(rates.request()))
        .build();
  }

  private static PriceTrust trust(PriceVersion.Trust trust) {
    return switch (trust) {
      case CONFIRMED -> PriceTrust.PRICE_TRUST_CONFIRMED;
      case SINGLE_SOURCE -> PriceTrust.PRICE_TRUST_SINGLE_SOURCE;
      case CONFLICT -> PriceTrust.PRICE_TRUST_CONFLICT;
      case OUTLIER -> PriceTrust.PRICE_TRUST_OUTLIER;
    };
  }

  private static int minute(LocalTime time) {
    return time.getHour() * 60 + time.getMinute();
  }

  private static String text(@Nullable Object amount) {
    return amount == null ? "" : amount.toString();
  }
}
