package cambio.server.surface.chat;

import cambio.router.attempt.AttemptRecord;
import cambio.router.attempt.FailureTable;
import cambio.router.money.Money;
import cambio.router.plan.Candidate;
import cambio.router.plan.Exclusion;
import cambio.router.plan.RoutePlan;
import cambio.server.execution.AnswerHead;
import cambio.server.execution.AnswerSummary;
import cambio.server.execution.CacheMark;
import cambio.server.execution.CallFailure;
import cambio.server.execution.Leg;
import cambio.spi.Adjustment;
import cambio.spi.Failure;
import cambio.spi.event.Usage;
import cambio.wire.JsonWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code openrouter_metadata}: how an answer came about. Beside OpenRouter's members it has
 * Cambio's own: {@code exclusions} (which endpoints were not tried, and why), {@code adjustments}
 * (what reached the provider otherwise than the caller put it) and the scores of candidates.
 */
public final class RoutingMetadata {

  /** The member's name. */
  public static final String MEMBER = "openrouter_metadata";

  private RoutingMetadata() {}

  /**
   * The object for an answer.
   *
   * @param ignored what the door itself left out
   */
  public static String ofAnswer(AnswerHead head, AnswerSummary summary, List<Adjustment> ignored) {
    JsonWriter json = new JsonWriter().object();
    plan(json, head.plan(), head.endpoint(), healed(summary));
    json.member("attempt", head.attempt());
    cache(json, head.cache());
    attempts(json, summary.attempts(), summary.legs());
    adjustments(json, summary.adjustments(), ignored);
    json.member("usage_estimated", summary.usageEstimated());
    json.member("time_to_first_token", millis(summary.timeToFirstEvent()));
    json.member("generation_time", millis(summary.duration()));
    return json.end().toText();
  }

  private static boolean healed(AnswerSummary summary) {
    for (Adjustment adjustment : summary.adjustments()) {
      if (adjustment.kind() == Adjustment.Kind.REPAIRED) {
        return true;
      }
    }
    return false;
  }

  private static void cache(JsonWriter json, @Nullable CacheMark mark) {
    if (mark == null) {
      return;
    }
    json.name("cache").object();
    json.member("status", mark.status().name().toLowerCase(Locale.ROOT));
    if (mark.sourceId() != null) {
      json.member("source_id", mark.sourceId()).member("age", mark.age().toSeconds());
    }
    json.member("ttl", mark.ttl().toSeconds()).end();
  }

  /** The object for a failed call. */
  public static String ofFailure(CallFailure failure) {
    JsonWriter json = new JsonWriter().object();
    RoutePlan plan = failure.plan();
    if (plan != null) {
      plan(json, plan, null, false);
    }
    json.member("attempt", failure.attempts().size());
    attempts(json, failure.attempts(), failure.legs());
    return json.end().toText();
  }

  private static void plan(
      JsonWriter json, RoutePlan plan, @Nullable String selected, boolean healed) {
    json.member("requested", String.join(",", plan.requested()));
    json.member("strategy", strategy(plan));
    json.member("ranking", plan.strategy()).member("catalog_version", plan.catalogVersion());
    json.name("endpoints").object();
    json.member("total", plan.candidates().size() + plan.exclusions().size());
    json.name("available").array();
    for (Candidate candidate : plan.candidates()) {
      candidate(json, plan, candidate, candidate.endpoint().id().equals(selected));
    }
    json.end().end();
    json.name("exclusions").array();
    for (Exclusion exclusion : plan.exclusions()) {
      json.object()
          .member("endpoint", exclusion.endpoint())
          .member("filter", exclusion.filter().name().toLowerCase(Locale.ROOT))
          .member("detail", exclusion.detail())
          .end();
    }
    json.end();
    RouteNotesJson.write(json, plan.notes(), healed);
  }

  /** OpenRouter's word for how the model was found. */
  private static String strategy(RoutePlan plan) {
    if (plan.notes().auto() != null) {
      return "auto";
    }
    if (plan.notes().steps().stream().anyMatch(step -> step.type().equals("alias"))) {
      return "alias";
    }
    return plan.requested().size() > 1 ? "fallback" : "direct";
  }

  private static void candidate(
      JsonWriter json, RoutePlan plan, Candidate candidate, boolean selected) {
    Money cost = plan.estimatedCost(candidate);
    json.object()
        .member("provider", candidate.endpoint().provider())
        .member("model", candidate.endpoint().model())
        .member("endpoint", candidate.endpoint().id())
        .member("selected", selected)
        .member("share", candidate.share())
        .member("estimated_cost", cost == null ? null : cost.toString())
        .name("score")
        .array();
    for (Candidate.ScorePart part : candidate.score()) {
      json.object().member("name", part.name());
      if (Double.isFinite(part.value())) {
        json.member("value", part.value());
      }
      json.member("detail", part.detail()).end();
    }
    json.end().end();
  }

  private static void attempts(JsonWriter json, List<AttemptRecord> attempts, List<Leg> legs) {
    json.name("attempts").array();
    for (AttemptRecord attempt : attempts) {
      json.object()
          .member("provider", attempt.candidate().endpoint().provider())
          .member("model", attempt.candidate().endpoint().model())
          .member("endpoint", attempt.candidate().endpoint().id())
          .member("reason", attempt.reason().name().toLowerCase(Locale.ROOT))
          .member("status", status(attempt.failure()));
      if (attempt.failure() != null) {
        json.member("error_type", FailureTable.of(attempt.failure().kind()).errorType())
            .member("message", attempt.failure().message());
      }
      json.member("duration", millis(attempt.duration()));
      for (Leg leg : legs) {
        if (leg.attempt() == attempt.number()) {
          leg(json, leg);
        }
      }
      json.end();
    }
    json.end();
  }

  private static void leg(JsonWriter json, Leg leg) {
    Usage usage = leg.reading().usage();
    json.member("prompt_tokens", usage.inputTokens())
        .member("completion_tokens", usage.outputTokens());
    if (leg.cost() != null) {
      json.member("cost", leg.cost().total().toString());
    }
    if (leg.seam() != null) {
      json.name("seam")
          .object()
          .member("characters", leg.seam().characters())
          .member("bytes", leg.seam().bytes())
          .end();
    }
  }

  /** The provider's own status where it gave one. */
  static int status(@Nullable Failure failure) {
    if (failure == null) {
      return 200;
    }
    Integer upstream = failure.upstreamStatus();
    return upstream != null ? upstream : FailureTable.of(failure.kind()).httpStatus();
  }

  private static void adjustments(
      JsonWriter json, List<Adjustment> upstream, List<Adjustment> ignored) {
    json.name("adjustments").array();
    upstream.forEach(adjustment -> adjustment(json, adjustment));
    ignored.forEach(adjustment -> adjustment(json, adjustment));
    json.end();
  }

  private static void adjustment(JsonWriter json, Adjustment adjustment) {
    json.object()
        .member("parameter", adjustment.parameter())
        .member("kind", adjustment.kind().name().toLowerCase(Locale.ROOT))
        .member("detail", adjustment.detail())
        .end();
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
