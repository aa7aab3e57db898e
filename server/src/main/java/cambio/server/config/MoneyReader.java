package cambio.server.config;

import cambio.catalog.yaml.YamlSection;
import cambio.router.ledger.FeePolicy;
import cambio.router.ledger.FeePolicy.Basis;
import java.util.Map;

/** Reads the section {@code money}. */
final class MoneyReader {

  private MoneyReader() {}

  static MoneySettings read(YamlSection section) {
    boolean required = section.choice("credits", false, Map.of("off", false, "required", true));
    YamlSection fee = section.section("fee");
    Basis basis =
        fee.choice("on", Basis.PURCHASE, Map.of("purchase", Basis.PURCHASE, "usage", Basis.USAGE));
    FeePolicy fees =
        fee.parsed(
            "percent",
            FeePolicy.NONE,
            "a percentage from 0 to 100 with at most 4 decimals, like 5.5",
            text -> {
              try {
                return FeePolicy.percent(basis, text);
              } catch (ArithmeticException e) {
                throw new IllegalArgumentException(text, e);
              }
            });
    fee.end();
    section.end();
    return new MoneySettings(required, fees);
  }
}
