package cambio.server.cli;

import cambio.router.money.Cost;
import cambio.server.store.AttemptRow;
import cambio.server.store.GenerationRow;
import cambio.server.store.GenerationRow.AnsweredBy;
import cambio.spi.event.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Generations as JSON objects: milliseconds, and USD as decimal texts. */
final class GenerationJson {

  private GenerationJson() {}

  static Map<String, @Nullable Object> of(GenerationRow row, boolean withAttempts) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    AnsweredBy by = row.answeredBy();
    json.put("id", row.id());
    json.put("created_at", row.receivedAt().toString());
    json.put("request_id", row.requestId());
    json.put("surface", row.surface());
    json.put("organization", row.owner().organization());
    json.put("workspace", row.owner().workspace());
    json.put("key_id", row.owner().keyId());
    json.put("end_user", row.owner().endUser());
    json.put("app", row.app());
    json.put("session_id", row.sessionId());
    json.put("requested_models", row.requestedModels());
    json.put("model", by == null ? null : by.model());
    json.put("provider", by == null ? null : by.provider());
    json.put("endpoint", by == null ? null : by.endpoint());
    json.put("price_version", by == null ? null : by.priceVersion());
    json.put("strategy", row.strategy());
    json.put("catalog_version", row.catalogVersion());
    json.put("streamed", row.streamed());
    json.put("outcome", word(row.outcome()));
    json.put("finish_reason", word(row.finishReason()));
    json.put("native_finish_reason", row.nativeFinishReason());
    json.put("failure", word(row.failureKind()));
    json.put("time_to_first_event_ms", millis(row.timeToFirstEvent()));
    json.put("duration_ms", millis(row.duration()));
    json.put("usage_estimated", row.usageEstimated());
    usage(json, row.usage());
    Cost cost = row.cost();
    json.put("cost_usd", cost == null ? null : cost.total().toString());
    json.put("attempt_count", row.attempts().size());
    if (withAttempts) {
      json.put("attempts", row.attempts().stream().map(GenerationJson::attempt).toList());
    }
    return json;
  }

  private static void usage(Map<String, @Nullable Object> json, @Nullable Usage usage) {
    json.put("input_tokens", usage == null ? null : usage.inputTokens());
    json.put("cached_input_tokens", usage == null ? null : usage.cachedInputTokens());
    json.put("output_tokens", usage == null ? null : usage.outputTokens());
    json.put("reasoning_tokens", usage == null ? null : usage.reasoningTokens());
  }

  private static Map<String, @Nullable Object> attempt(AttemptRow row) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", row.number());
    json.put("reason", word(row.reason()));
    json.put("endpoint", row.endpoint());
    json.put("provider", row.provider());
    json.put("model", row.model());
    json.put("credential", row.credential());
    json.put("verdict", word(row.verdict()));
    json.put("failure", word(row.failureKind()));
    json.put("upstream_status", row.upstreamStatus());
    json.put("upstream_code", row.upstreamCode());
    json.put("time_to_first_event_ms", millis(row.timeToFirstEvent()));
    json.put("duration_ms", millis(row.duration()));
    AttemptRow.Leg leg = row.leg();
    if (leg != null) {
      json.put("shown", leg.shown());
      json.put("input_tokens", leg.inputTokens());
      json.put("output_tokens", leg.outputTokens());
      json.put("usage_estimated", leg.estimated());
      json.put("cost_usd", leg.cost() == null ? null : leg.cost().toString());
    }
    if (leg != null && leg.seam() != null) {
      Map<String, @Nullable Object> seam = new LinkedHashMap<>();
      seam.put("characters", leg.seam().characters());
      seam.put("bytes", leg.seam().bytes());
      json.put("seam", seam);
    }
    return json;
  }

  static @Nullable String word(@Nullable Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }

  static @Nullable Double millis(@Nullable Duration span) {
    return span == null ? null : span.toNanos() / 1_000 / 1e3;
  }
}
