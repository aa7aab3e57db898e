package cambio.server.surface.openrouter;

import cambio.router.money.Cost;
import cambio.router.money.Money;
import cambio.router.plan.CredentialRef;
import cambio.server.store.AttemptRow;
import cambio.server.store.GenerationRow;
import cambio.server.store.GenerationRow.AnsweredBy;
import cambio.server.store.GenerationRow.Outcome;
import cambio.spi.event.FinishReason;
import cambio.spi.event.Usage;
import cambio.wire.JsonWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A record of what was served as OpenRouter writes it ({@code GenerationResponse} of its SDK):
 * every member is there, null where nothing is known. Milliseconds, USD as exact numbers.
 */
final class GenerationObject {

  private static final int HTTP_OK = 200;

  private GenerationObject() {}

  static JsonWriter write(GenerationRow row) {
    JsonWriter json = new JsonWriter().object().name("data").object();
    identity(json, row);
    ending(json, row);
    counts(json, row.usage());
    money(json, row.cost());
    json.name("provider_responses").array();
    row.attempts().forEach(attempt -> attempt(json, attempt));
    json.end();
    for (String unknown :
        List.of(
            "app_id",
            "moderation_latency",
            "num_fetches",
            "num_input_audio_prompt",
            "num_media_completion",
            "num_media_prompt",
            "num_search_results",
            "preset_id",
            "router",
            "service_tier",
            "upstream_id",
            "user_agent",
            "web_search_engine")) {
      json.rawMember(unknown, "null");
    }
    return json.end().end();
  }

  private static void identity(JsonWriter json, GenerationRow row) {
    AnsweredBy by = row.answeredBy();
    String requested = row.requestedModels().isEmpty() ? "" : row.requestedModels().getFirst();
    json.member("id", row.id())
        .member("api_type", "completions")
        .member("created_at", row.receivedAt().toString())
        .member("data_region", "global")
        .member("model", by == null ? requested : by.model())
        .member("origin", row.app() == null ? "" : row.app());
    text(json, "request_id", row.requestId());
    text(json, "http_referer", row.app());
    text(json, "external_user", row.owner().endUser());
    text(json, "session_id", row.sessionId());
    text(json, "response_cache_source_id", row.cachedFrom());
    text(json, "workspace_id", row.owner().workspace());
    text(json, "provider_name", by == null ? null : by.provider());
    json.member("is_byok", byok(row));
  }

  private static boolean byok(GenerationRow row) {
    return !row.attempts().isEmpty()
        && !row.attempts().getLast().credentialOwner().equals(CredentialRef.OPERATOR);
  }

  private static void ending(JsonWriter json, GenerationRow row) {
    json.member("streamed", row.streamed()).member("cancelled", row.outcome() == Outcome.CANCELLED);
    text(json, "finish_reason", row.finishReason() == null ? null : word(row.finishReason()));
    text(json, "native_finish_reason", row.nativeFinishReason());
    millis(json, "latency", row.timeToFirstEvent());
    Duration first = row.timeToFirstEvent();
    millis(json, "generation_time", first == null ? null : row.duration().minus(first));
  }

  private static String word(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALL -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
      case ERROR -> "error";
    };
  }

  private static void counts(JsonWriter json, @Nullable Usage usage) {
    count(json, "tokens_prompt", usage, Usage::inputTokens);
    count(json, "tokens_completion", usage, Usage::outputTokens);
    count(json, "native_tokens_prompt", usage, Usage::inputTokens);
    count(json, "native_tokens_completion", usage, Usage::outputTokens);
    count(json, "native_tokens_cached", usage, Usage::cachedInputTokens);
    count(json, "native_tokens_reasoning", usage, Usage::reasoningTokens);
    count(json, "native_tokens_completion_images", usage, Usage::outputImageTokens);
  }

  private static void money(JsonWriter json, @Nullable Cost cost) {
    String total = cost == null ? Money.ZERO.toString() : cost.total().toString();
    json.rawMember("total_cost", total)
        .rawMember("usage", total)
        .rawMember("upstream_inference_cost", cost == null ? "null" : total)
        .rawMember("cache_discount", "null");
  }

  private static void attempt(JsonWriter json, AttemptRow row) {
    json.object().member("endpoint_id", row.endpoint()).member("provider_name", row.provider());
    json.member("model_permaslug", row.model())
        .member("is_byok", !row.credentialOwner().equals(CredentialRef.OPERATOR));
    if (row.duration() != null) {
      json.member("latency", row.duration().toMillis());
    }
    Integer status = row.failureKind() == null ? (Integer) HTTP_OK : row.upstreamStatus();
    json.rawMember("status", String.valueOf(status)).end();
  }

  private static void text(JsonWriter json, String name, @Nullable String text) {
    if (text == null) {
      json.rawMember(name, "null");
    } else {
      json.member(name, text);
    }
  }

  private static void count(
      JsonWriter json, String name, @Nullable Usage usage, ToIntFunction<Usage> count) {
    json.rawMember(name, usage == null ? "null" : Integer.toString(count.applyAsInt(usage)));
  }

  private static void millis(JsonWriter json, String name, @Nullable Duration span) {
    json.rawMember(name, span == null ? "null" : Long.toString(span.toMillis()));
  }
}
