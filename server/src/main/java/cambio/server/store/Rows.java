package cambio.server.store;

import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.server.store.GenerationRow.AnsweredBy;
import cambio.server.store.GenerationRow.Bill;
import cambio.server.store.GenerationRow.Outcome;
import cambio.server.store.GenerationRow.Owner;
import cambio.spi.FailureKind;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads rows back. */
final class Rows {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Rows() {}

  static GenerationRow generation(ResultSet row) throws SQLException {
    return new GenerationRow(
        row.getString("id"),
        row.getString("request_id"),
        new Owner(
            row.getString("organization"),
            row.getString("workspace"),
            row.getString("key_id"),
            row.getString("member"),
            row.getString("end_user")),
        row.getString("region"),
        row.getString("surface"),
        row.getString("app"),
        row.getString("session_id"),
        texts(row.getString("requested_models")),
        answeredBy(row),
        row.getString("strategy"),
        row.getString("catalog_version"),
        row.getString("category"),
        instant(row.getLong("received_at")),
        span(row, "time_to_first_event"),
        Duration.of(row.getLong("duration"), ChronoUnit.MICROS),
        row.getInt("streamed") == 1,
        Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
        word(row, "finish_reason", FinishReason.class),
        row.getString("native_finish_reason"),
        word(row, "failure_kind", FailureKind.class),
        usage(row),
        row.getInt("usage_estimated") == 1,
        cost(row),
        bill(row),
        AttemptsJson.read(row.getString("attempts")),
        row.getString("cached_from"));
  }

  private static @Nullable AnsweredBy answeredBy(ResultSet row) throws SQLException {
    String model = row.getString("model");
    return model == null
        ? null
        : new AnsweredBy(
            model,
            row.getString("provider"),
            row.getString("endpoint"),
            row.getString("price_version"));
  }

  private static @Nullable Usage usage(ResultSet row) throws SQLException {
    int input = row.getInt("input_tokens");
    if (row.wasNull()) {
      return null;
    }
    return new Usage(
        input,
        row.getInt("cached_input_tokens"),
        row.getInt("cache_write_tokens"),
        row.getInt("long_cache_write_tokens"),
        row.getInt("output_tokens"),
        row.getInt("reasoning_tokens"),
        row.getInt("input_audio_tokens"),
        row.getInt("output_audio_tokens"),
        row.getInt("input_image_tokens"),
        row.getInt("output_image_tokens"),
        row.getInt("accepted_prediction_tokens"),
        row.getInt("rejected_prediction_tokens"));
  }

  private static @Nullable Cost cost(ResultSet row) throws SQLException {
    long total = row.getLong("cost_total");
    if (row.wasNull()) {
      return null;
    }
    return new Cost(
        new Money(total),
        money(row, "cost_input"),
        money(row, "cost_cache_read"),
        money(row, "cost_cache_write"),
        money(row, "cost_output"),
        money(row, "cost_reasoning"),
        money(row, "cost_image"),
        money(row, "cost_request"));
  }

  private static @Nullable Bill bill(ResultSet row) throws SQLException {
    Money fee = money(row, "fee");
    if (row.wasNull()) {
      // Rows of versions without a ledger have a cost, but were never charged.
      row.getLong("cost_total");
      return row.wasNull()
          ? null
          : new Bill(instant(row.getLong("received_at")), Money.ZERO, false);
    }
    return new Bill(instant(row.getLong("settled_at")), fee, row.getInt("prepaid") == 1);
  }

  private static Money money(ResultSet row, String column) throws SQLException {
    return new Money(row.getLong(column));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static @Nullable Duration span(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? null : Duration.of(micros, ChronoUnit.MICROS);
  }

  private static <E extends Enum<E>> @Nullable E word(ResultSet row, String column, Class<E> type)
      throws SQLException {
    String word = row.getString(column);
    return word == null ? null : Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  private static List<String> texts(String json) {
    try {
      return List.of(JSON.readValue(json, String[].class));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("requested_models is no JSON array", e);
    }
  }
}
