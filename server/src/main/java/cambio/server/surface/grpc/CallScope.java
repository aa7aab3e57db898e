package cambio.server.surface.grpc;

import cambio.router.plan.Principal;
import io.grpc.Context;
import io.grpc.Metadata;

/**
 * What is known of a call before its message is read.
 *
 * @param requestId for logs
 * @param trailers what the call's end will carry besides its status; written before the end only
 */
record CallScope(Principal principal, String requestId, Metadata trailers) {

  private static final Context.Key<CallScope> KEY = Context.key("cambio-call");

  static final Metadata.Key<String> GENERATION_ID = ascii("cambio-generation-id");
  static final Metadata.Key<String> COST_USD = ascii("cambio-cost-usd");
  static final Metadata.Key<String> COST_STATUS = ascii("cambio-cost-status");
  static final Metadata.Key<String> BUDGET_LIMIT = ascii("cambio-budget-limit-usd");
  static final Metadata.Key<String> BUDGET_REMAINING = ascii("cambio-budget-remaining-usd");
  static final Metadata.Key<String> REQUEST_ID = ascii("x-request-id");

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
