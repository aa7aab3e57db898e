package cambio.router.plan;

import cambio.router.plan.Exclusion.Filter;
import cambio.spi.Failure;
import cambio.spi.FailureKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a plan without candidates into the failure that the caller sees. */
public final class PlanRefusal {

  private static final int EXAMPLES = 2;

  private PlanRefusal() {}

  /**
   * The failure of a plan without candidates: which filters removed how many endpoints, and what to
   * relax. NO_ENDPOINT as a rule; OVERLOADED with a time to wait where breakers and cooldowns
   * removed the last ones; PAYMENT_REQUIRED where the budget did.
   */
  public static Failure of(RoutePlan plan) {
    String models = String.join(", ", plan.requested());
    if (plan.exclusions().isEmpty()) {
      return Failure.of(
          FailureKind.NO_ENDPOINT,
          "No provider in the catalogue serves " + NearestNames.quoted(models));
    }
    Map<Filter, Set<String>> details = new EnumMap<>(Filter.class);
    Map<Filter, Integer> counts = new EnumMap<>(Filter.class);
    for (Exclusion exclusion : plan.exclusions()) {
      counts.merge(exclusion.filter(), 1, Integer::sum);
      details
          .computeIfAbsent(exclusion.filter(), filter -> new LinkedHashSet<>())
          .add(exclusion.detail());
    }
    FailureKind kind = kind(counts);
    Failure failure = Failure.of(kind, message(models, plan.exclusions().size(), counts, details));
    Duration wait = kind == FailureKind.OVERLOADED ? soonest(plan.exclusions()) : null;
    String field = counts.size() == 1 ? field(counts.keySet().iterator().next()) : null;
    Failure timed = wait == null ? failure : failure.withRetryAfter(wait);
    return field == null ? timed : timed.withField(field);
  }

  /** What time or money would heal decides, for all others were out for good. */
  private static FailureKind kind(Map<Filter, Integer> counts) {
    if (counts.containsKey(Filter.BREAKER_OPEN) || counts.containsKey(Filter.COOLING_DOWN)) {
      return FailureKind.OVERLOADED;
    }
    return counts.containsKey(Filter.BUDGET)
        ? FailureKind.PAYMENT_REQUIRED
        : FailureKind.NO_ENDPOINT;
  }

  private static String message(
      String models, int all, Map<Filter, Integer> counts, Map<Filter, Set<String>> details) {
    StringBuilder text = new StringBuilder(256);
    text.append("None of the ")
        .append(all)
        .append(all == 1 ? " endpoint" : " endpoints")
        .append(" of ")
        .append(NearestNames.quoted(models))
        .append(" may serve this request: ");
    String separator = "";
    for (Map.Entry<Filter, Integer> entry : counts.entrySet()) {
      Filter filter = entry.getKey();
      text.append(separator).append(entry.getValue()).append(" by ").append(filter).append(" (");
      List<String> examples =
          details.getOrDefault(filter, Set.of()).stream().limit(EXAMPLES).toList();
      text.append(String.join("; ", examples));
      text.append("; ").append(remedy(filter)).append(')');
      separator = ", ";
    }
    return text.append('.').toString();
  }

  private static @Nullable Duration soonest(List<Exclusion> exclusions) {
    Duration soonest = null;
    for (Exclusion exclusion : exclusions) {
      Duration wait = exclusion.retryAfter();
      if (wait != null && (soonest == null || wait.compareTo(soonest) < 0)) {
        soonest = wait;
      }
    }
    return soonest;
  }

  private static String remedy(Filter filter) {
    return switch (filter) {
      case MODEL_KIND -> "choose another model";
      case NOT_ALLOWED -> "ask who issued the key";
      case NO_ADAPTER -> "install the dialect's plugin";
      case NO_CREDENTIAL -> "configure a credential";
      case SUNSET -> "choose a newer model";
      case VARIANT -> "leave the variant or the service tier out";
      case ONLY -> "widen provider.only";
      case IGNORE -> "narrow provider.ignore";
      case ORDER_WITHOUT_FALLBACKS -> "set provider.allow_fallbacks";
      case DATA_POLICY -> "allow provider.data_collection or declare the provider's data policy";
      case ZDR -> "leave provider.zdr out or declare the provider's data policy";
      case DISTILLABLE -> "leave provider.enforce_distillable_text out";
      case QUANTIZATION -> "widen provider.quantizations";
      case CONTEXT_LENGTH -> "shorten the prompt or lower max_tokens";
      case MAX_OUTPUT -> "lower max_tokens";
      case MODALITY -> "choose a model that takes it";
      case TOOLS -> "leave the tools or provider.require_parameters out";
      case PARAMETERS -> "leave the parameter or provider.require_parameters out";
      case PRICE_UNKNOWN -> "configure a price, or let unknown prices serve";
      case FREE_NOT_ASKED -> "append :free";
      case MAX_PRICE -> "raise provider.max_price";
      case BREAKER_OPEN, COOLING_DOWN -> "try again later";
      case BUDGET -> "raise the budget or lower max_tokens";
    };
  }

  private static @Nullable String field(Filter filter) {
    return switch (filter) {
      case ONLY -> "provider.only";
      case IGNORE -> "provider.ignore";
      case ORDER_WITHOUT_FALLBACKS -> "provider.order";
      case DATA_POLICY -> "provider.data_collection";
      case ZDR -> "provider.zdr";
      case DISTILLABLE -> "provider.enforce_distillable_text";
      case QUANTIZATION -> "provider.quantizations";
      case MAX_PRICE -> "provider.max_price";
      case MAX_OUTPUT -> "max_tokens";
      case MODEL_KIND, NOT_ALLOWED, NO_ADAPTER, NO_CREDENTIAL, SUNSET, VARIANT -> "model";
      case CONTEXT_LENGTH, MODALITY -> "messages";
      case TOOLS -> "tools";
      case PARAMETERS -> "provider.require_parameters";
      case PRICE_UNKNOWN, FREE_NOT_ASKED -> "model";
      case BREAKER_OPEN, COOLING_DOWN, BUDGET -> null;
    };
  }
}
