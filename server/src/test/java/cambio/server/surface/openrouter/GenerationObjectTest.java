package cambio.server.surface.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.server.store.GenerationRow;
import cambio.server.store.GenerationRow.AnsweredBy;
import cambio.server.store.GenerationRow.Bill;
import cambio.server.store.GenerationRow.Outcome;
import cambio.server.store.GenerationRow.Owner;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GenerationObjectTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static GenerationRow row(@Nullable Cost cost, @Nullable Usage usage) {
    return new GenerationRow(
        "gen_1",
        "req_1",
        new Owner("org", "work", "key", "maria"),
        "default",
        "openrouter",
        "https://app.example",
        null,
        List.of("acme/large"),
        cost == null ? null : new AnsweredBy("acme/large", "acme", "acme:acme/large", "p@1"),
        "price",
        "test",
        null,
        NOW,
        cost == null ? null : Duration.ofMillis(40),
        Duration.ofMillis(90),
        true,
        cost == null ? Outcome.CANCELLED : Outcome.COMPLETED,
        cost == null ? null : FinishReason.TOOL_CALL,
        null,
        null,
        usage,
        false,
        cost,
        cost == null ? null : new Bill(NOW, Money.ZERO, false),
        List.of(),
        null);
  }

  private static JsonNode data(GenerationRow row) throws Exception {
    return JsonMapper.builder().build().readTree(GenerationObject.write(row).toBytes()).get("data");
  }

  @Test
  void whatIsKnownIsTold() throws Exception {
    Money total = new Money(1_234_567_891);
    Cost cost =
        new Cost(
            total, total, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);
    JsonNode data = data(row(cost, Usage.of(10, 5)));
    assertThat(data.get("id").asText()).isEqualTo("gen_1");
    assertThat(data.get("total_cost").decimalValue()).isEqualByComparingTo("1.234567891");
    assertThat(data.get("usage").decimalValue()).isEqualByComparingTo("1.234567891");
    assertThat(data.get("tokens_prompt").intValue()).isEqualTo(10);
    assertThat(data.get("native_tokens_completion").intValue()).isEqualTo(5);
    assertThat(data.get("finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(data.get("latency").intValue()).isEqualTo(40);
    assertThat(data.get("generation_time").intValue()).isEqualTo(50);
    assertThat(data.get("cancelled").booleanValue()).isFalse();
    assertThat(data.get("provider_responses").isArray()).isTrue();
  }

  @Test
  void whatIsUnknownIsNullAndTheCostOfNothingIsZero() throws Exception {
    JsonNode data = data(row(null, null));
    assertThat(data.get("total_cost").intValue()).isZero();
    assertThat(data.get("cancelled").booleanValue()).isTrue();
    for (String name :
        List.of("tokens_prompt", "finish_reason", "latency", "provider_name", "app_id")) {
      assertThat(data.get(name).isNull()).as(name).isTrue();
    }
    assertThat(data.get("model").asText()).isEqualTo("acme/large");
  }
}
