package cambio.server.quota;

import cambio.router.plan.Principal;
import cambio.router.quota.QuotaRules;
import cambio.router.quota.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who uses something, by the names that counters and the ledger know it under. Names within an
 * organisation are its own, so each carries those it is nested in.
 *
 * @param model the slug of the first candidate's model
 */
record CallSubjects(Principal principal, String model) {

  /** The budget root: the workspace. */
  String root() {
    return escaped(principal.organization()) + "/" + escaped(principal.workspace());
  }

  /** The subject in a scope; null where the call has none. */
  @Nullable String in(Scope scope) {
    return switch (scope) {
      case KEY -> principal.keyId();
      case ORGANIZATION -> principal.organization();
      case WORKSPACE -> root();
      case MEMBER -> null;
      case MODEL -> root() + "/" + model;
      case END_USER -> principal.endUser() == null ? null : root() + "/" + principal.endUser();
    };
  }

  /** Whether a rule's subject means this call; a name may be given as it is or nested. */
  boolean matches(Scope scope, String ruled) {
    String nested = in(scope);
    return nested != null
        && (ruled.equals(QuotaRules.EACH) || ruled.equals(nested) || ruled.equals(plain(scope)));
  }

  private @Nullable String plain(Scope scope) {
    return switch (scope) {
      case KEY -> principal.keyId();
      case ORGANIZATION -> principal.organization();
      case WORKSPACE -> principal.workspace();
      case MEMBER -> null;
      case MODEL -> model;
      case END_USER -> principal.endUser();
    };
  }

  /** So that no name can pretend to be two. */
  private static String escaped(String name) {
    return name.indexOf('/') < 0 && name.indexOf('%') < 0
        ? name
        : name.replace("%", "%25").replace("/", "%2F");
  }
}
