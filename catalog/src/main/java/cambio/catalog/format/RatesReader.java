package cambio.catalog.format;

import cambio.catalog.yaml.YamlSection;
import cambio.router.money.Money;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import org.jspecify.annotations.Nullable;

/** Reads what each kind of token costs: decimals of USD per million tokens, exactly. */
final class RatesReader {

  private RatesReader() {}

  static Rates read(YamlSection fields) {
    return new Rates(
        rate(fields, "input"),
        rate(fields, "output"),
        rate(fields, "cache_read"),
        rate(fields, "cache_write"),
        rate(fields, "long_cache_write"),
        rate(fields, "reasoning"),
        rate(fields, "input_audio"),
        rate(fields, "output_audio"),
        amount(fields, "image"),
        amount(fields, "request"));
  }

  private static @Nullable TokenRate rate(YamlSection fields, String key) {
    return fields.parsed(key, "a decimal of USD per million tokens", TokenRate::perMillion);
  }

  private static @Nullable Money amount(YamlSection fields, String key) {
    return fields.parsed(key, "a decimal of USD", RatesReader::parseAmount);
  }

  private static Money parseAmount(String text) {
    Money amount = Money.parse(text);
    if (amount.nanos() < 0) {
      throw new IllegalArgumentException(text);
    }
    return amount;
  }
}
