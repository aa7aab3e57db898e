package cambio.router.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that will not be tried.
 *
 * @param endpoint the endpoint's id
 * @param filter which rule removed it
 * @param detail one sentence for people: what it has and what was asked for
 * @param retryAfter in how long it may serve again, where time alone helps; else null
 */
public record Exclusion(
    String endpoint, Filter filter, String detail, @Nullable Duration retryAfter) {

  /** An exclusion that time does not help. */
  public Exclusion(String endpoint, Filter filter, String detail) {
    this(endpoint, filter, detail, null);
  }

  /** The hard rules, in the order in which they are applied. */
  public enum Filter {
    MODEL_KIND,
    NOT_ALLOWED,
    NO_ADAPTER,
    NO_CREDENTIAL,
    SUNSET,
    VARIANT,
    ONLY,
    IGNORE,
    ORDER_WITHOUT_FALLBACKS,
    DATA_POLICY,
    ZDR,
    DISTILLABLE,
    QUANTIZATION,
    CONTEXT_LENGTH,
    MAX_OUTPUT,
    MODALITY,
    TOOLS,
    PARAMETERS,
    PRICE_UNKNOWN,
    FREE_NOT_ASKED,
    MAX_PRICE,
    BREAKER_OPEN,
    COOLING_DOWN,
    BUDGET
  }
}
