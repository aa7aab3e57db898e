package cambio.server.store;

import static cambio.server.store.Column.bit;
import static cambio.server.store.Column.micros;
import static cambio.server.store.Column.word;

import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.server.store.GenerationRow.AnsweredBy;
import cambio.server.store.GenerationRow.Bill;
import cambio.spi.event.Usage;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The columns of a generation; the migrations are their other half. */
final class Columns {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static final List<Column<GenerationRow>> GENERATION = generation();

  private Columns() {}

  private static List<Column<GenerationRow>> generation() {
    List<Column<GenerationRow>> columns = new ArrayList<>();
    columns.addAll(
        List.of(
            column("id", GenerationRow::id),
            column("schema_version", row -> GenerationRow.SCHEMA_VERSION),
            column("request_id", GenerationRow::requestId),
            column("organization", row -> row.owner().organization()),
            column("workspace", row -> row.owner().workspace()),
            column("key_id", row -> row.owner().keyId()),
            column("end_user", row -> row.owner().endUser()),
            column("member", row -> row.owner().member()),
            column("region", GenerationRow::region),
            column("surface", GenerationRow::surface),
            column("app", GenerationRow::app),
            column("session_id", GenerationRow::sessionId),
            column("requested_models", row -> json(row.requestedModels())),
            answer("model", AnsweredBy::model),
            answer("provider", AnsweredBy::provider),
            answer("endpoint", AnsweredBy::endpoint),
            answer("price_version", AnsweredBy::priceVersion)));
    columns.addAll(
        List.of(
            column("strategy", GenerationRow::strategy),
            column("catalog_version", GenerationRow::catalogVersion),
            column("category", GenerationRow::category),
            column("received_at", row -> micros(row.receivedAt())),
            column("time_to_first_event", row -> micros(row.timeToFirstEvent())),
            column("duration", row -> micros(row.duration())),
            column("streamed", row -> bit(row.streamed())),
            column("cancelled", row -> bit(row.outcome() == GenerationRow.Outcome.CANCELLED)),
            column("outcome", row -> word(row.outcome())),
            column("finish_reason", row -> word(row.finishReason())),
            column("native_finish_reason", GenerationRow::nativeFinishReason),
            column("failure_kind", row -> word(row.failureKind())),
            column("cached_from", GenerationRow::cachedFrom),
            column("usage_estimated", row -> bit(row.usageEstimated())),
            column("attempts", row -> AttemptsJson.write(row.attempts()))));
    columns.addAll(usage());
    columns.addAll(cost());
    columns.addAll(bill());
    return List.copyOf(columns);
  }

  private static List<Column<GenerationRow>> usage() {
    return List.of(
        tokens("input_tokens", Usage::inputTokens),
        tokens("cached_input_tokens", Usage::cachedInputTokens),
        tokens("cache_write_tokens", Usage::cacheWriteTokens),
        tokens("long_cache_write_tokens", Usage::longCacheWriteTokens),
        tokens("output_tokens", Usage::outputTokens),
        tokens("reasoning_tokens", Usage::reasoningTokens),
        tokens("input_audio_tokens", Usage::inputAudioTokens),
        tokens("output_audio_tokens", Usage::outputAudioTokens),
        tokens("input_image_tokens", Usage::inputImageTokens),
        tokens("output_image_tokens", Usage::outputImageTokens),
        tokens("accepted_prediction_tokens", Usage::acceptedPredictionTokens),
        tokens("rejected_prediction_tokens", Usage::rejectedPredictionTokens));
  }

  private static List<Column<GenerationRow>> cost() {
    return List.of(
        money("cost_total", Cost::total),
        money("cost_input", Cost::input),
        money("cost_cache_read", Cost::cacheRead),
        money("cost_cache_write", Cost::cacheWrite),
        money("cost_output", Cost::output),
        money("cost_reasoning", Cost::reasoning),
        money("cost_image", Cost::image),
        money("cost_request", Cost::request));
  }

  private static List<Column<GenerationRow>> bill() {
    return List.of(
        billed("settled_at", bill -> micros(bill.at())),
        billed("fee", bill -> bill.fee().nanos()),
        billed("prepaid", bill -> bit(bill.prepaid())));
  }

  private static Column<GenerationRow> billed(String name, Function<Bill, Object> value) {
    return new Column<>(
        name,
        row -> {
          Bill bill = row.bill();
          return bill == null ? null : value.apply(bill);
        });
  }

  private static <R> Column<R> column(String name, Function<R, @Nullable Object> value) {
    return new Column<>(name, value);
  }

  private static Column<GenerationRow> answer(
      String name, Function<AnsweredBy, @Nullable String> value) {
    return new Column<>(
        name,
        row -> {
          AnsweredBy by = row.answeredBy();
          return by == null ? null : value.apply(by);
        });
  }

  private static Column<GenerationRow> tokens(String name, ToIntFunction<Usage> count) {
    return new Column<>(
        name,
        row -> {
          Usage usage = row.usage();
          return usage == null ? null : count.applyAsInt(usage);
        });
  }

  private static Column<GenerationRow> money(String name, Function<Cost, Money> part) {
    return new Column<>(
        name,
        row -> {
          Cost cost = row.cost();
          return cost == null ? null : part.apply(cost).nanos();
        });
  }

  private static String json(List<String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("a list of texts is always JSON", e);
    }
  }
}
