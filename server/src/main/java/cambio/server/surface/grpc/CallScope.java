package cambio.server.surface.grpc;

import cambio.router.plan.Principal;
import cambio.server.idempotency.RecordedAnswer;
import cambio.server.surface.IdempotencyHeader;
import io.grpc.Context;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a call before its message is read.
 *
 * @param requestId for logs
 * @param headers what the call's beginning will carry; written before the first message only
 * @param trailers what the call's end will carry besides its status; written before the end only
 */
record CallScope(Principal principal, String requestId, Metadata headers, Metadata trailers) {

  private static final Context.Key<CallScope> KEY = Context.key("cambio-call");

  static final Metadata.Key<String> GENERATION_ID = ascii("cambio-generation-id");
  static final Metadata.Key<String> COST_USD = ascii("cambio-cost-usd");
  static final Metadata.Key<String> COST_STATUS = ascii("cambio-cost-status");
  static final Metadata.Key<String> BUDGET_LIMIT = ascii("cambio-budget-limit-usd");
  static final Metadata.Key<String> BUDGET_REMAINING = ascii("cambio-budget-remaining-usd");
  static final Metadata.Key<String> REQUEST_ID = ascii("x-request-id");
  static final Metadata.Key<String> REPLAYED = ascii(IdempotencyHeader.REPLAYED.toString());

  /** The trailers that a repetition is given again, as far as they are known by now. */
  List<RecordedAnswer.Line> recorded() {
    List<RecordedAnswer.Line> lines = new ArrayList<>();
    for (Metadata.Key<String> key : List.of(GENERATION_ID, COST_USD, COST_STATUS)) {
      String value = trailers.get(key);
      if (value != null) {
        lines.add(new RecordedAnswer.Line(key.name(), value));
      }
    }
    return lines;
  }

  /** The call is given what was answered before, with these trailers. */
  void replays(List<RecordedAnswer.Line> recorded) {
    headers.put(REPLAYED, "true");
    for (RecordedAnswer.Line line : recorded) {
      Metadata.Key<String> key = ascii(line.name());
      trailers.removeAll(key);
      trailers.put(key, line.value());
    }
  }

  /** A context in which {@link #current} is this. */
  Context within() {
    return Context.current().withValue(KEY, this);
  }

  /** The scope of the call under way. */
  static CallScope current() {
    CallScope scope = KEY.get();
    if (scope == null) {
      throw new IllegalStateException("no call under way: the entrance is not installed");
    }
    return scope;
  }

  private static Metadata.Key<String> ascii(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
