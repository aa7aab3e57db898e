package cambio.server.surface.openrouter;

import cambio.router.money.Money;
import cambio.router.money.PriceTier;
import cambio.router.money.PriceVersion;
import cambio.router.money.PriceVersion.DailyWindow;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import cambio.wire.JsonWriter;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** Writes {@code pricing}: decimal strings, USD a token or a piece. */
final class PricingWriter {

  /** What stands for a price that nobody knows: never a zero. */
  private static final String UNKNOWN = "-1";

  private PricingWriter() {}

  static void write(JsonWriter json, @Nullable PriceVersion version) {
    json.name("pricing").object();
    if (version == null) {
      json.member("prompt", UNKNOWN).member("completion", UNKNOWN).end();
      return;
    }
    Rates base = version.base();
    json.member("prompt", base.input() == null ? UNKNOWN : base.input().usdPerToken());
    json.member("completion", base.output() == null ? UNKNOWN : base.output().usdPerToken());
    others(json, base);
    if (!version.tiers().isEmpty() || !version.windows().isEmpty()) {
      json.name("overrides").array();
      version.tiers().forEach(tier -> tier(json, tier));
      version.windows().forEach(window -> window(json, window));
      json.end();
    }
    json.end();
  }

  private static void others(JsonWriter json, Rates rates) {
    amount(json, "request", rates.request());
    amount(json, "image", rates.image());
    rate(json, "audio", rates.inputAudio());
    rate(json, "audio_output", rates.outputAudio());
    rate(json, "input_cache_read", rates.cacheRead());
    rate(json, "input_cache_write", rates.cacheWrite());
    rate(json, "input_cache_write_1h", rates.longCacheWrite());
    rate(json, "internal_reasoning", rates.reasoning());
  }

  private static void tier(JsonWriter json, PriceTier tier) {
    json.object().member("min_prompt_tokens", tier.aboveInputTokens() + 1);
    all(json, tier.rates());
  }

  private static void window(JsonWriter json, DailyWindow window) {
    json.object()
        .member("utc_start", clock(window.from()))
        .member("utc_end", clock(window.until()));
    all(json, window.rates());
  }

  private static void all(JsonWriter json, Rates rates) {
    rate(json, "prompt", rates.input());
    rate(json, "completion", rates.output());
    others(json, rates);
    json.end();
  }

  private static String clock(LocalTime time) {
    return "%02d%02d".formatted(time.getHour(), time.getMinute());
  }

  private static void rate(JsonWriter json, String name, @Nullable TokenRate rate) {
    json.member(name, rate == null ? null : rate.usdPerToken());
  }

  private static void amount(JsonWriter json, String name, @Nullable Money amount) {
    json.member(name, amount == null ? null : amount.toString());
  }
}
