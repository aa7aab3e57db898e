package cambio.server.surface.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.money.Money;
import cambio.router.money.PriceTier;
import cambio.router.money.PriceVersion;
import cambio.router.money.Rates;
import cambio.router.money.TokenRate;
import cambio.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PricingWriterTest {

  @Test
  void everyRateHasItsNameAndIsUsdAToken() {
    Rates base =
        new Rates(
            TokenRate.perMillion("0.3"),
            TokenRate.perMillion("2.5"),
            TokenRate.perMillion("0.03"),
            TokenRate.perMillion("0.375"),
            TokenRate.perMillion("0.6"),
            TokenRate.perMillion("3"),
            TokenRate.perMillion("1"),
            TokenRate.perMillion("12"),
            Money.parse("0.01"),
            Money.parse("0.002"));
    Rates over =
        new Rates(null, null, null, null, null, null, TokenRate.perMillion("2"), null, null, null);
    PriceVersion version =
        new PriceVersion(
            "v",
            Instant.EPOCH,
            base,
            List.of(new PriceTier(1_000, over)),
            List.of(),
            PriceVersion.Trust.CONFIRMED);

    JsonWriter json = new JsonWriter().object();
    PricingWriter.write(json, version);

    assertThat(new String(json.end().toBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"pricing":{"prompt":"0.0000003","completion":"0.0000025","request":"0.002",\
            "image":"0.01","audio":"0.000001","audio_output":"0.000012",\
            "input_cache_read":"0.00000003","input_cache_write":"0.000000375",\
            "input_cache_write_1h":"0.0000006","internal_reasoning":"0.000003",\
            "overrides":[{"min_prompt_tokens":1001,"audio":"0.000002"}]}}\
            """);
  }
}
