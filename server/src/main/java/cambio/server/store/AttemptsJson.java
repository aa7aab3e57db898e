package cambio.server.store;

import static cambio.server.store.Column.bit;
import static cambio.server.store.Column.micros;
import static cambio.server.store.Column.storable;
import static cambio.server.store.Column.word;

import cambio.router.attempt.AttemptReason;
import cambio.router.attempt.Verdict;
import cambio.router.money.Money;
import cambio.router.resume.Seam;
import cambio.spi.FailureKind;
import cambio.wire.JsonWriter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a generation as they stand in its row: an array of arrays, each in the order of
 * the view {@code attempt}. Rows and an index of their own cost every settlement more than all that
 * they say. A value's place is its name: what is new comes last, and reads as absent from older
 * rows.
 */
final class AttemptsJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private AttemptsJson() {}

  static String write(List<AttemptRow> attempts) {
    JsonWriter json = new JsonWriter().array();
    for (AttemptRow row : attempts) {
      json.array().value(row.number());
      text(json, row.endpoint());
      text(json, row.provider());
      text(json, row.model());
      text(json, row.upstreamModel());
      text(json, row.credential());
      text(json, row.credentialOwner());
      text(json, row.region());
      text(json, row.priceVersion());
      json.value(micros(row.startedAt()));
      text(json, word(row.verdict()));
      text(json, word(row.failureKind()));
      number(json, row.upstreamStatus());
      text(json, row.upstreamCode());
      number(json, micros(row.timeToFirstEvent()));
      number(json, micros(row.duration()));
      text(json, word(row.reason()));
      write(json, row.leg());
      json.end();
    }
    return json.end().toText();
  }

  private static void write(JsonWriter json, AttemptRow.@Nullable Leg leg) {
    if (leg == null) {
      return;
    }
    json.value(bit(leg.shown()))
        .value(leg.inputTokens())
        .value(leg.outputTokens())
        .value(bit(leg.estimated()));
    Money cost = leg.cost();
    number(json, cost == null ? null : cost.nanos());
    Seam seam = leg.seam();
    if (seam != null) {
      json.value(seam.characters()).value(seam.bytes());
    }
  }

  private static void text(JsonWriter json, @Nullable String text) {
    if (text == null) {
      json.nullValue();
    } else {
      json.value(legal(text));
    }
  }

  private static void number(JsonWriter json, @Nullable Number number) {
    if (number == null) {
      json.nullValue();
    } else {
      json.value(number.longValue());
    }
  }

  /** PostgreSQL reads no escaped half of a character, and a provider's own code may hold one. */
  private static String legal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return storable(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
      }
    }
    return storable(text);
  }

  /**
   * Reads them back.
   *
   * @throws IllegalStateException where the column holds something else
   */
  static List<AttemptRow> read(String json) {
    List<AttemptRow> attempts = new ArrayList<>();
    try {
      for (JsonNode row : MAPPER.readTree(json)) {
        attempts.add(attempt(row));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("attempts is no JSON", e);
    }
    return attempts;
  }

  private static AttemptRow attempt(JsonNode row) {
    return new AttemptRow(
        row.path(0).intValue(),
        wordOf(row.path(16), AttemptReason.class),
        row.path(1).asText(),
        row.path(2).asText(),
        row.path(3).asText(),
        row.path(4).asText(),
        row.path(5).asText(),
        row.path(6).asText(),
        textOf(row.path(7)),
        textOf(row.path(8)),
        Instant.EPOCH.plus(row.path(9).longValue(), ChronoUnit.MICROS),
        Verdict.valueOf(row.path(10).asText().toUpperCase(Locale.ROOT)),
        wordOf(row.path(11), FailureKind.class),
        row.path(12).isNumber() ? row.path(12).intValue() : null,
        textOf(row.path(13)),
        span(row.path(14)),
        span(row.path(15)),
        leg(row));
  }

  private static AttemptRow.@Nullable Leg leg(JsonNode row) {
    if (!row.path(18).isNumber()) {
      return null;
    }
    return new AttemptRow.Leg(
        row.path(17).intValue() == 1,
        row.path(18).intValue(),
        row.path(19).intValue(),
        row.path(20).intValue() == 1,
        row.path(21).isNumber() ? new Money(row.path(21).longValue()) : null,
        row.path(22).isNumber()
            ? new Seam(row.path(22).intValue(), row.path(23).intValue())
            : null);
  }

  private static @Nullable String textOf(JsonNode node) {
    return node.isTextual() ? node.textValue() : null;
  }

  private static @Nullable Duration span(JsonNode node) {
    return node.isNumber() ? Duration.of(node.longValue(), ChronoUnit.MICROS) : null;
  }

  private static <E extends Enum<E>> @Nullable E wordOf(JsonNode node, Class<E> type) {
    return node.isTextual() ? Enum.valueOf(type, node.textValue().toUpperCase(Locale.ROOT)) : null;
  }
}
